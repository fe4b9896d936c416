import { describe, expect, it } from 'vitest';
import type { FieldContext } from '../../src/fields/context.ts';
import { fieldNames, findField, nearestField } from '../../src/fields/find.ts';
import { NO_IDENTITIES } from '../../src/fields/identity.ts';
import { FIELDS } from '../../src/fields/table.ts';
import { contextOf } from '../support/context.ts';

const R = 0x8000;

const PROCESS = {
  pid: 12,
  tid: 13,
  comm: 'dig',
  exe: '/usr/bin/dig',
  cmdline: 'dig a.',
  uid: 53,
  gid: 5,
  ppid: 7,
  pcomm: 'sh',
};

const context = contextOf([
  {
    at: 1_000_000_007,
    netns: { inode: 4026531840, name: 'host' },
    process: { ...PROCESS, containerId: 'c0ffee' },
    iface: 'eth0',
    columns: {
      id: 0xf22,
      pkt_type: 4,
      ifindex: 3,
      flags: 0x0100,
      edns_flags: 3,
      edns_udp_size: 1232,
      length: 40,
      captured_length: 40,
    },
  },
  {
    at: 2e9,
    name: 'A.Example.',
    src: '2001:db8::53',
    dst: '10.0.0.1',
    src_port: 53,
    addresses: '192.0.2.1,192.0.2.2',
    cname: 'b.example.',
    edns_ecs: '192.0.2.0/24/0',
    edns_ede: '22 No Reachable Authority',
    columns: {
      flags: R | 0x05b0 | 3,
      rcode: 3,
      qtype: 28,
      transport: 6,
      pkt_type: 0,
      num_answers: 2,
      anomalies: 5,
      captured_length: 60,
      ip_version: 6,
    },
  },
  { name: '', columns: { qtype: 0, qclass: 0, pkt_type: 255, flags: 0x2800 } },
]);
context.store.latency[1] = 29_361_746;

const show = (name: string, row: number, from: FieldContext = context) => {
  const field = findField(name)!;
  return [field.value(from, row), field.text(from, row)];
};

describe('fields', () => {
  it.each<[string, number, unknown, string]>([
    ['netns', 0, 'host', 'host'],
    ['netns', 1, '', ''],
    ['netns_id', 0, 4026531840, '4026531840'],
    ['netns_id', 1, 0, ''],
    ['ifindex', 1, 0, ''],
    ['iface', 0, 'eth0', 'eth0'],
    ['ifindex', 0, 3, '3'],
    ['pkt_type', 0, 'OUTGOING', 'OUTGOING'],
    ['pkt_type', 2, '', ''],
    ['pkt_type_raw', 0, 4, '4'],
    ['timestamp_raw', 0, 1735689601000000007n, '1735689601000000007'],
    ['src', 0, '10.0.0.1:40000', '10.0.0.1:40000'],
    ['src', 1, '[2001:db8::53]:53', '[2001:db8::53]:53'],
    ['src.addr', 1, '2001:db8::53', '2001:db8::53'],
    ['src.port', 1, 53, '53'],
    ['src.proto', 0, 'UDP', 'UDP'],
    ['dst.proto', 1, 'TCP', 'TCP'],
    ['src.version', 1, 6, '6'],
    ['dst.k8s.name', 1, '', ''],
    ['nameserver.addr', 0, '10.0.0.53', '10.0.0.53'],
    ['nameserver.addr', 1, '2001:db8::53', '2001:db8::53'],
    ['proc.comm', 0, 'dig', 'dig'],
    ['proc.comm', 1, '', ''],
    ['proc.pid', 0, 12, '12'],
    ['proc.pid', 1, 0, ''],
    ['tid', 0, 13, '13'],
    ['exe', 0, '/usr/bin/dig', '/usr/bin/dig'],
    ['proc.cmdline', 0, 'dig a.', 'dig a.'],
    ['uid', 0, 53, '53'],
    ['uid', 1, null, ''],
    ['gid', 0, 5, '5'],
    ['user', 0, 'bind', 'bind'],
    ['user', 1, '', ''],
    ['pcomm', 0, 'sh', 'sh'],
    ['ppid', 0, 7, '7'],
    ['runtime.containerId', 0, 'c0ffee', 'c0ffee'],
    ['runtime.containerName', 0, '', ''],
    ['runtime.containerPid', 0, 0, ''],
    ['k8s.podName', 0, '', ''],
    ['id', 0, '0f22', '0f22'],
    ['qr', 0, 'Q', 'Q'],
    ['qr', 1, 'R', 'R'],
    ['qr_raw', 1, true, 'true'],
    ['opcode', 0, 'QUERY', 'QUERY'],
    ['opcode', 2, 'UPDATE', 'UPDATE'],
    ['qtype', 1, 'AAAA', 'AAAA'],
    ['qtype', 2, '', ''],
    ['qtype_raw', 1, 28, '28'],
    ['qclass', 1, 'IN', 'IN'],
    ['qclass', 2, '', ''],
    ['name', 1, 'A.Example.', 'A.Example.'],
    ['rcode', 0, '', ''],
    ['rcode', 1, 'NameError', 'NameError'],
    ['rcode_raw', 1, 3, '3'],
    ['aa', 1, true, 'true'],
    ['tc', 1, false, 'false'],
    ['rd', 0, true, 'true'],
    ['ra', 1, true, 'true'],
    ['ad', 1, true, 'true'],
    ['cd', 1, true, 'true'],
    ['num_answers', 1, 2, '2'],
    ['addresses', 1, '192.0.2.1,192.0.2.2', '192.0.2.1,192.0.2.2'],
    ['cname', 1, 'b.example.', 'b.example.'],
    ['edns.udp_size', 0, 1232, '1232'],
    ['edns.do', 0, true, 'true'],
    ['edns.ecs', 1, '192.0.2.0/24/0', '192.0.2.0/24/0'],
    ['edns.ede', 1, '22 No Reachable Authority', '22 No Reachable Authority'],
    ['latency_ns', 0, 0, ''],
    ['latency_ns', 1, 29_361_746, '29.36ms'],
    ['latency_ns_raw', 1, 29_361_746, '29361746'],
    ['length', 0, 40, '40'],
    ['anomalies', 0, [], ''],
    ['anomalies', 1, ['truncated', 'bad_pointer'], 'truncated,bad_pointer'],
  ])('%s of row %i', (name, row, value, text) => expect(show(name, row)).toEqual([value, text]));

  it('shows pods and services by name where they are known', () => {
    const endpoints: Record<string, { kind: string; namespace: string; name: string }> = {
      '10.244.0.5': { kind: 'pod', namespace: 'demo', name: 'mypod' },
      '10.96.0.10': { kind: 'svc', namespace: 'kube-system', name: 'kube-dns' },
      '192.0.2.1': { kind: 'raw', namespace: '', name: '' },
    };
    const container = {
      node: 'minikube',
      namespace: 'demo',
      podName: 'mypod',
      podLabels: 'run=mypod',
      ownerKind: '',
      ownerName: '',
      containerName: 'app',
      containerId: 'c0ffee',
      containerImageName: 'busybox',
      containerPid: 99,
      runtimeName: 'containerd',
    };
    const identities = {
      ...NO_IDENTITIES,
      endpoint: (address: string) => endpoints[address],
      container: (id: string) => (id === 'c0ffee' ? container : undefined),
      containerOfNetns: (inode: number) =>
        inode === 77 ? { ...container, containerName: 'pause' } : undefined,
    };
    const known = contextOf(
      [
        {
          src: '10.244.0.5',
          dst: '10.96.0.10',
          netns: { inode: 77 },
          process: { pid: 3, containerId: 'c0ffee' },
        },
        { src: '192.0.2.1', netns: { inode: 77 } },
        {},
      ],
      { identities },
    );
    const texts = (name: string) => [0, 1, 2].map((row) => show(name, row, known)[1]);
    expect(show('src', 0, known)[1]).toBe('p/demo/mypod:40000');
    expect(show('dst', 0, known)[1]).toBe('s/kube-system/kube-dns:53');
    expect(show('src', 1, known)[1]).toBe('192.0.2.1:40000');
    expect(show('dst.k8s.kind', 0, known)[0]).toBe('svc');
    expect(texts('netns')).toEqual(['demo/mypod', 'demo/mypod', '']);
    expect(texts('k8s.podName')).toEqual(['mypod', 'mypod', '']);
    expect(texts('k8s.containerName')).toEqual(['app', 'pause', '']);
    expect(texts('containername')).toEqual(['app', 'pause', '']);
    expect(texts('runtime.containerPid')).toEqual(['99', '99', '']);
    expect(texts('k8s.podLabels')).toEqual(['run=mypod', 'run=mypod', '']);
  });

  it('decodes a message once for all its detail fields, and only where there is something', () => {
    let calls = 0;
    const record = { name: 'a.', type: 'A', class: 'IN', ttl: 30, data: '192.0.2.1' };
    const detail = {
      answers: [record, { ...record, type: 'TXT', data: '"x y"' }],
      edns: {
        options: [
          { code: 3, name: 'NSID', data: '00' },
          { code: 10, name: 'COOKIE', data: '0102030405060708' },
        ],
      },
    };
    const described = contextOf(
      [
        { message: Uint8Array.of(1, 2, 3), columns: { num_answers: 2, edns_flags: 1, length: 512 } },
        { message: Uint8Array.of(4) },
      ],
      {
        describe: (message, length) => {
          calls++;
          expect([[...message], length]).toEqual([[1, 2, 3], 512]);
          return JSON.stringify(detail);
        },
      },
    );
    const { class: _, ...shown } = record;
    expect(show('answers', 0, described)[0]).toEqual([shown, { ...shown, type: 'TXT', data: '"x y"' }]);
    expect(show('answers', 0, described)[1]).toBe('a. 30 A 192.0.2.1; a. 30 TXT "x y"');
    expect(show('answers.type', 0, described)).toEqual([['A', 'TXT'], 'A,TXT']);
    expect(show('edns.cookie', 0, described)[0]).toBe('0102030405060708');
    expect([show('answers', 1, described)[0], show('edns.cookie', 1, described)[0]]).toEqual([[], '']);
    expect(calls).toBe(1);
  });
});

describe('the table', () => {
  it('has every field of the contract', () => {
    const contract = `timestamp timestamp_raw netns_id netns iface ifindex pkt_type src src.addr src.port src.proto src.version
      src.k8s.kind src.k8s.namespace src.k8s.name dst dst.addr dst.port dst.proto dst.version dst.k8s.kind dst.k8s.namespace
      dst.k8s.name nameserver.addr proc.comm proc.pid proc.tid proc.exe proc.cmdline proc.creds.uid proc.creds.gid
      proc.creds.user proc.parent.comm proc.parent.pid comm pid tid uid gid user exe pcomm ppid runtime.containerName
      runtime.containerId runtime.containerImageName runtime.runtimeName runtime.containerPid containername k8s.node
      k8s.namespace k8s.podName k8s.containerName k8s.owner.kind k8s.owner.name k8s.podLabels id qr opcode qtype qclass name
      rcode aa tc rd ra ad cd num_answers addresses cname answers edns.udp_size edns.version edns.do edns.ecs edns.ede
      edns.cookie latency_ns latency_ns_raw qr_raw qtype_raw rcode_raw pkt_type_raw length captured_length anomalies`;
    expect(contract.split(/\s+/).filter((name) => !findField(name))).toEqual([]);
  });

  it('uses each name once and gives each field a column', () => {
    const names = FIELDS.flatMap((field) => [field.name, ...field.aliases]).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const field of FIELDS) {
      expect(field.description).not.toBe('');
      expect(field.width).toBeGreaterThanOrEqual(2);
      expect(field.title).toBe(field.title.toUpperCase());
    }
    expect(fieldNames()).toHaveLength(FIELDS.length);
  });

  it('makes JSON places that do not collide', () => {
    const places = FIELDS.filter((field) => field.json).map((field) => field.name);
    expect(places.filter((place) => places.some((other) => other.startsWith(`${place}.`)))).toEqual([]);
  });

  it('is found in any case, and suggests what was meant', () => {
    expect(findField('K8S.PODNAME')?.name).toBe('k8s.podName');
    expect(findField('nothing')).toBeUndefined();
    expect(nearestField('podname')).toBe('k8s.podName');
    expect(nearestField('rcdoe')).toBe('rcode');
    expect(nearestField('latency')).toBe('latency_ns');
    expect(nearestField('nmae')).toBe('name');
    expect(nearestField('xyzzy42')).toBeUndefined();
  });
});
