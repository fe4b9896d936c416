// In: nothing. Out: where tshark and dnstop differ on the captures, and why; each is an anomaly that dnstop reports.

export interface ExpectedDifference {
  readonly frame: number;
  /** The field, without the number of the question or record. `message` where one of the two has none at all. */
  readonly field: string;
  /** Questions or records of the frame in which it differs. */
  readonly count: number;
  /** What tshark has, in the first of them. */
  readonly tshark: string;
  /** Everything dnstop finds wrong with the message. */
  readonly anomalies: readonly string[];
  readonly why: string;
}

const TOO_LONG = '<Name\\032too\\032long>.';
const LOOPS = '<Name\\032contains\\032a\\032pointer\\032that\\032loops>.';
const NONE = '(none)';

const NO_UDP_PAYLOAD =
  'the UDP length field leaves no room for a message: tshark shows a damaged UDP packet, dnstop an event without a header';

const noUdpPayload: ExpectedDifference = {
  frame: 1,
  field: 'message',
  count: 1,
  tshark: NONE,
  anomalies: ['short_header', 'bad_udp_length'],
  why: NO_UDP_PAYLOAD,
};

function badRdata(frame: number, tshark: string, why: string): ExpectedDifference {
  return { frame, field: 'answers.data', count: 1, tshark, anomalies: ['bad_rdata'], why };
}

function badOpt(field: string, tshark: string): ExpectedDifference {
  const why =
    'the option is longer than the OPT record: tshark reads on into the record behind it, dnstop keeps to the record';
  return { frame: 1, field, count: 1, tshark, anomalies: ['bad_edns'], why };
}

export const EXPECTED: Readonly<Record<string, readonly ExpectedDifference[]>> = {
  'tcpdump-dns-badlabel.pcap': [
    {
      frame: 1,
      field: 'questions.name',
      count: 336,
      tshark: TOO_LONG,
      anomalies: ['bad_label', 'name_too_long'],
      why: 'names of more than 255 octets: tshark shows a remark and gives up, dnstop shows the labels that fit and reads on',
    },
    {
      frame: 1,
      field: 'questions.type',
      count: 335,
      tshark: NONE,
      anomalies: ['bad_label', 'name_too_long'],
      why: 'the questions behind the first, where tshark gave up; dnstop stops at the label without a known length',
    },
  ],
  'tcpdump-dns-zlip-1.pcap': [noUdpPayload],
  'tcpdump-dns-zlip-2.pcap': [noUdpPayload],
  'tcpdump-dns-zlip-3.pcap': [noUdpPayload],
  'tcpdump-dns_fwdptr.pcap': [
    {
      frame: 1,
      field: 'questions.name',
      count: 10519,
      tshark: TOO_LONG,
      anomalies: ['bad_pointer', 'bad_label', 'name_too_long'],
      why: 'forward pointers make names of more than 255 octets: tshark shows a remark, dnstop the labels that fit',
    },
    {
      frame: 1,
      field: 'questions.type',
      count: 1,
      tshark: NONE,
      anomalies: ['bad_pointer', 'bad_label', 'name_too_long'],
      why: 'the last question ends in a bad label: dnstop shows the name as far as it goes, with type and class 0',
    },
  ],
  'zeek-dns-edns-bad-length.pcap': [
    badOpt('edns.options', '192 '),
    badOpt('additional.name', NONE),
    badOpt('additional.type', NONE),
    badOpt('additional.ttl', NONE),
    badOpt('additional.data', NONE),
  ],
  'zeek-dns-invalid-names.pcap': [
    {
      frame: 2,
      field: 'questions.name',
      count: 1,
      tshark: LOOPS,
      anomalies: ['bad_pointer'],
      why: 'a pointer to itself: tshark shows a remark, dnstop the labels before the pointer (none)',
    },
    {
      frame: 3,
      field: 'questions.name',
      count: 1,
      tshark: NONE,
      anomalies: ['count_mismatch'],
      why: 'the message ends within the name: dnstop shows the labels that are there',
    },
    {
      frame: 3,
      field: 'questions.type',
      count: 1,
      tshark: NONE,
      anomalies: ['count_mismatch'],
      why: 'the same question: its type and class are not there and read as 0',
    },
  ],
  'zeek-loc-invalid-length.pcap': [
    badRdata(
      1,
      'Value out of range Value out of range NaNm 0m 0m 0m',
      '15 octets where LOC has 16: tshark reads what is there as LOC, dnstop shows it as in RFC 3597',
    ),
  ],
  'zeek-svcb-alpn-malformed-len-too-long.pcap': [
    badRdata(
      2,
      '1 . alpn="h2"',
      'an ALPN identifier longer than its parameter: dnstop shows the data as in RFC 3597',
    ),
  ],
  'zeek-svcb-alpn-malformed-len-too-short.pcap': [
    badRdata(
      2,
      '1 . alpn="h2,h"',
      'octets behind the ALPN identifiers: dnstop shows the data as in RFC 3597',
    ),
  ],
  'zeek-svcb-port-malformed.pcap': [
    badRdata(2, '1 . port=443 ', 'a port of 3 octets: dnstop shows the data as in RFC 3597'),
  ],
};
