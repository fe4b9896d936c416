// Names in kubelet's log folders.
import { describe, expect, it } from 'vitest';
import { loggedContainer, loggedPod } from '../../../src/identity/kubelet/log-names.ts';

const ID = '3be250aff9abc66fae33096700f3a4b97c3f9a5837a3ca2f855bbf58f3e280d5';
const UID = '6b1f0c52-3f0e-4c3e-9d0b-2f6f2a1d7c11';

describe('loggedContainer', () => {
  it.each([
    [`mypod_demo_app-${ID}.log`, 'demo', 'mypod', 'app'],
    [
      `coredns-5dd5756b68-x7k2p_kube-system_coredns-${ID}.log`,
      'kube-system',
      'coredns-5dd5756b68-x7k2p',
      'coredns',
    ],
    [`web.example-0_my-ns_side-car-2-${ID}.log`, 'my-ns', 'web.example-0', 'side-car-2'],
  ])('%s', (name, namespace, podName, podContainerName) => {
    expect(loggedContainer(name)).toEqual({ id: ID, namespace, podName, podContainerName });
  });

  it.each([
    '',
    'readme.log',
    `mypod_demo_app-${ID}`,
    `mypod_demo_app-${ID.slice(1)}.log`,
    `mypod_demo_${ID}.log`,
    `my\u001b[31mpod_demo_app-${ID}.log`,
    `a_b_c_d-${ID}.log`,
  ])('not %j', (name) => expect(loggedContainer(name)).toBeUndefined());
});

describe('loggedPod', () => {
  it.each([
    [`demo_mypod_${UID}`, 'demo', 'mypod', UID],
    [
      'kube-system_etcd-minikube_0123456789abcdef0123456789abcdef',
      'kube-system',
      'etcd-minikube',
      '0123456789abcdef0123456789abcdef',
    ],
  ])('%s', (name, namespace, podName, uid) => {
    expect(loggedPod(name)).toEqual({ uid, namespace, podName });
  });

  it.each(['', 'demo_mypod', `demo_${UID}`, `demo_my\npod_${UID}`, `Demo_mypod_${UID}`])('not %j', (name) =>
    expect(loggedPod(name)).toBeUndefined(),
  );
});
