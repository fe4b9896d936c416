// In: nothing. Out: a capture file with lookups that show every kind of row: answered, refused, hostile, cut short.
import { ipv4, type Message, messageBytes, nameBytes, TYPE } from '../support/dns.ts';
import { type Datagram, pcapFile } from '../support/pcap.ts';

const CLIENT = '10.244.0.5';
const SERVER = '10.96.0.10';
const START_NS = 1_719_000_000_123_456_789n;
const NAME_ERROR = 0x8183;
const SUCCESS = 0x8180;

function sent(atMs: number, message: Message, snap?: number): Datagram {
  const isResponse = (message.flags ?? 0) >= 0x8000;
  const [from, to] = isResponse ? [SERVER, CLIENT] : [CLIENT, SERVER];
  const [fromPort, toPort] = isResponse ? [53, 51340] : [51340, 53];
  const timeNs = START_NS + BigInt(Math.round(atMs * 1e6));
  return { timeNs, from, to, fromPort, toPort, payload: messageBytes(message), snap };
}

const guide = { name: 'inspektor-gadget.io', type: TYPE.A };
const missing = { name: 'no-such-name.kube-system.svc.cluster.local', type: TYPE.AAAA };
/** A name that would clear a terminal, end a line of JSON and hide text, were it written as it is. */
const hostile = { name: ['\x1b[2J\x07', 'a"b\\c.d\n', '\x00\xff\x9b', 'example'], type: TYPE.TXT };

/** The file; the same bytes each time. */
export function lookupsFile(): Buffer {
  const a = { name: 'www.inspektor-gadget.io', type: TYPE.A, ttl: 300 };
  const cname = { name: guide.name, type: TYPE.CNAME, ttl: 60, data: nameBytes(a.name) };
  const answers = [cname, { ...a, data: ipv4('172.67.1.2') }, { ...a, data: ipv4('104.21.3.4') }];
  return pcapFile([
    sent(0, { id: 0x7f22, question: guide }),
    sent(29.361746, { id: 0x7f22, flags: SUCCESS, question: guide, answers }),
    sent(40, { id: 0x0001, question: missing }),
    sent(40.9, { id: 0x0001, flags: NAME_ERROR, question: missing }),
    sent(50, { id: 0xbeef, question: hostile }),
    sent(60, { id: 0xcafe, question: guide }, 28 + 20),
  ]);
}
