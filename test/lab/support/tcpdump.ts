// A namespace in, the DNS messages that tcpdump saw in it out, as tshark reads them.
import { join } from 'node:path';
import type { Lab, Namespace } from './lab.ts';
import { type Running, run } from './process.ts';

/** One DNS message as it passed one interface. */
export interface Message {
  timeNs: bigint;
  id: string;
  response: boolean;
  name: string;
  transport: 'UDP' | 'TCP';
  pktType: string;
  ifindex: number;
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
}

// linux/if_packet.h
const PACKET_TYPES = ['HOST', 'BROADCAST', 'MULTICAST', 'OTHERHOST', 'OUTGOING'];
const COUNTS =
  /^(?:tcpdump: )?(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped/;
let serial = 0;

export class Tcpdump {
  private constructor(
    private readonly running: Running,
    private readonly file: string,
  ) {}

  /** Starts `tcpdump -i any` in the namespace and waits until it listens. */
  static async start(lab: Lab, namespace: Namespace, filter = 'port 53'): Promise<Tcpdump> {
    const file = join(lab.folder, `${++serial}-${namespace.role}.pcap`);
    // In immediate mode every slot of the buffer is as large as the snapshot length: with the default one it has 64.
    const precise = ['--immediate-mode', '--time-stamp-precision=nano', '-B', '16384', '-s', '2048'];
    const argv = ['tcpdump', '-i', 'any', '-n', '-U', '-Z', 'root', ...precise, '-w', file, filter];
    const running = lab.start(argv, namespace);
    await running.line('stderr', /listening on any/);
    return new Tcpdump(running, file);
  }

  /**
   * Waits until it has written every packet it received, ends it and resolves to the messages. Not for messages on the
   * loopback interface: libpcap receives those twice, and drops them where they leave (linux_check_direction).
   */
  async stop(): Promise<Message[]> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      if (Date.now() > deadline) throw this.running.error('did not write all it received within 10 s');
      const said = this.running.next('stderr', COUNTS);
      this.running.child.kill('SIGUSR1');
      const [captured, received, dropped] = COUNTS.exec(await said)!
        .slice(1)
        .map(Number);
      if (dropped > 0) throw this.running.error(`dropped ${dropped} packets, the comparison is void`);
      if (captured === received) break;
    }
    await this.running.stop('SIGINT');
    return messages(this.file);
  }
}

const FIELDS = [
  'frame.time_epoch',
  'dns.id',
  'dns.flags.response',
  'dns.qry.name',
  'tcp.srcport',
  'sll.pkttype',
  'sll.ifindex',
  'ip.src',
  'ipv6.src',
  'ip.dst',
  'ipv6.dst',
  'udp.srcport',
  'udp.dstport',
  'tcp.dstport',
];

// A packet passes several interfaces of one namespace: to tshark's analysis of TCP the second sight is a retransmission,
// which it would not decode, so that is off, and with it the joining of segments. The lab's messages fit in one segment.
const TCP = ['tcp.analyze_sequence_numbers:FALSE', 'tcp.desegment_tcp_streams:FALSE'];

/** The DNS messages of a capture made with `-i any`; a segment that holds several counts as several. */
export async function messages(file: string): Promise<Message[]> {
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const preferences = TCP.flatMap((preference) => ['-o', preference]);
  const table = ['-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a', ...fields];
  const lines = await run(['tshark', '-n', '-r', file, '-Y', 'dns', ...preferences, ...table]);
  return lines.split('\n').filter(Boolean).flatMap(parse);
}

function parse(line: string): Message[] {
  const [time, ids, responses, names, tcp, type, ifindex, src4, src6, dst4, dst6, src, dst, tcpDst] =
    line.split('|');
  const [seconds, fraction] = time.split('.');
  return ids.split(',').map((id, index) => ({
    timeNs: BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')),
    id: id.replace(/^0x/, ''),
    response: /^(1|true)$/i.test(responses.split(',')[index]),
    name: `${names.split(',')[index] ?? ''}.`,
    transport: tcp ? 'TCP' : 'UDP',
    pktType: PACKET_TYPES[Number(type)],
    ifindex: Number(ifindex),
    src: src4 || src6,
    srcPort: Number(tcp || src),
    dst: dst4 || dst6,
    dstPort: Number(tcpDst || dst),
  }));
}
