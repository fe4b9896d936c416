// JSON of Docker's API, as a daemon sends it and as nobody should.
import { describe, expect, it } from 'vitest';
import { happening, inspected, listed } from '../../../src/identity/docker/shapes.ts';

const ID = '699317c637c9e7df75cda4f0be895e74f4dad5dbc143832ba8417264d86207d0';
const POD_LABELS = {
  'io.kubernetes.pod.name': 'mypod',
  'io.kubernetes.pod.namespace': 'demo',
  'io.kubernetes.pod.uid': '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11',
  'io.kubernetes.container.name': 'app',
  'io.kubernetes.docker.type': 'container',
};
const POD = {
  namespace: 'demo',
  podName: 'mypod',
  podUid: '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11',
  podContainerName: 'app',
  containerImageName: 'busybox:lab',
};

describe('listed', () => {
  it('takes name, image and whether it runs', () => {
    const entry = { Id: ID, Image: 'busybox:lab', Labels: { 'a.b': 'c' } };
    const facts = { containerName: 'shape', containerImageName: 'busybox:lab' };
    expect(listed([{ ...entry, Names: ['/shape'], State: 'running' }])).toEqual([
      { id: ID, facts, running: true },
    ]);
    expect(listed([{ ...entry, Names: ['/other/alias', '/shape'], State: 'exited' }])).toEqual([
      { id: ID, facts, running: false },
    ]);
  });

  it('knows the pods of kubelet by their labels', () => {
    const entry = { Id: ID, Names: ['/k8s_app_mypod_demo_x_0'], Image: 'busybox:lab', State: 'running' };
    expect(listed([{ ...entry, Labels: POD_LABELS }])[0].facts).toEqual(POD);
    const sandbox = {
      ...POD_LABELS,
      'io.kubernetes.docker.type': 'podsandbox',
      'io.kubernetes.container.name': 'POD',
    };
    expect(listed([{ ...entry, Labels: sandbox }])[0].facts).toEqual({ ...POD, podContainerName: '' });
  });

  it.each([null, {}, 'x', [null, 1, {}, { Id: 'short' }, { Id: `${ID}/../x` }]])(
    'takes nothing from %j',
    (body) => expect(listed(body)).toEqual([]),
  );

  it('keeps control characters away', () => {
    const [{ facts }] = listed([{ Id: ID, Names: ['/a\u001b[31m'], Image: 'x\ny' }]);
    expect(facts).toEqual({ containerName: 'a[31m', containerImageName: 'xy' });
  });
});

describe('happening', () => {
  const event = (Action: string, attributes: object) => ({
    Type: 'container',
    Action,
    Actor: { ID, Attributes: { image: 'busybox:lab', name: 'shape', ...attributes } },
  });

  it('takes what an event says of its container', () => {
    const facts = { containerName: 'shape', containerImageName: 'busybox:lab' };
    expect(happening(event('create', { 'a.b': 'c' }))).toEqual({
      id: ID,
      action: 'create',
      facts,
      running: false,
    });
    expect(happening(event('start', {}))?.running).toBe(true);
    expect(happening(event('start', POD_LABELS))?.facts).toEqual(POD);
  });

  it.each([null, {}, { Actor: { ID: 'x' } }, { Actor: null }])('is none in %j', (line) =>
    expect(happening(line)).toBeUndefined(),
  );
});

describe('inspected', () => {
  const body = {
    Name: '/shape',
    State: { Running: true, Pid: 31730 },
    Config: { Image: 'busybox:lab', Labels: null },
    HostConfig: { NetworkMode: 'default' },
    NetworkSettings: {
      Networks: {
        bridge: { IPAddress: '172.31.251.2', GlobalIPv6Address: '' },
        six: { IPAddress: '', GlobalIPv6Address: 'fd00::2' },
      },
    },
  };

  it('takes process and addresses', () => {
    expect(inspected(body)).toEqual({
      pid: 31730,
      onHost: false,
      addresses: ['172.31.251.2', 'fd00::2'],
      facts: { containerName: 'shape', containerImageName: 'busybox:lab', containerPid: 31730 },
    });
  });

  it('has no process where it does not run, and no network of its own on the host’s', () => {
    const ended = inspected({ ...body, State: { Running: false, Pid: 0 } });
    expect([ended.pid, ended.facts.containerPid]).toEqual([0, undefined]);
    expect(inspected({ ...body, HostConfig: { NetworkMode: 'host' } }).onHost).toBe(true);
  });

  it.each([null, [], 'x', { State: { Running: true, Pid: '31730' }, NetworkSettings: { Networks: [null] } }])(
    'makes nothing of %j',
    (strange) => expect(inspected(strange)).toMatchObject({ pid: 0, onHost: false, addresses: [] }),
  );
});
