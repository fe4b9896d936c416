// In: a capture file. Out: what tshark says of every DNS message in it, in dnstop's notation.
import { execFileSync } from 'node:child_process';
import type { DecodedMessage } from './decoded.ts';
import { findField, findFields, type PdmlField, parsePdml } from './pdml.ts';
import { tsharkData } from './tshark-data.ts';
import { tsharkName } from './tshark-name.ts';
import { tsharkOptions } from './tshark-options.ts';

/** Numbers to mnemonics, as the addon gives them. */
export interface Mnemonics {
  readonly types: Record<string, string>;
  readonly classes: Record<string, string>;
}

const OPT = 41;
const MAX_OUTPUT = 256 << 20;
const FLAG = 0x8000;
/** The heading over each section: a query's or response's, and an update's (RFC 2136 2.2). */
const SECTIONS: Record<string, string> = {
  Answers: 'answers',
  Prerequisites: 'answers',
  'Authoritative nameservers': 'authority',
  Updates: 'authority',
  'Additional records': 'additional',
};

/**
 * The messages that tshark finds on port 53, mDNS's and `ports`, in the order of packets, and the number of the packet at
 * each time. Needs tshark in PATH.
 */
export function readWithTshark(
  file: string,
  ports: readonly number[],
  mnemonics: Mnemonics,
): { messages: DecodedMessage[]; frames: ReadonlyMap<string, number> } {
  const decodeAs = ports.flatMap((port) => ['-d', `udp.port==${port},dns`, '-d', `tcp.port==${port},dns`]);
  const args = ['-n', '-r', file, '-T', 'pdml', '-J', 'dns mdns', ...decodeAs];
  const xml = execFileSync('tshark', args, { encoding: 'latin1', maxBuffer: MAX_OUTPUT, stdio: 'pipe' });
  const frames = new Map<string, number>();
  const messages = parsePdml(xml).flatMap((packet) => {
    const time = findField(packet, 'timestamp')!.value;
    frames.set(time, Number(findField(packet, 'num')!.show));
    return packet
      .filter(({ name }) => name === 'dns' || name === 'mdns')
      .map((message) => ({ time, fields: messageFields(message, mnemonics) }));
  });
  return { messages, frames };
}

function messageFields(message: PdmlField, mnemonics: Mnemonics): Map<string, string> {
  const fields = new Map<string, string>();
  const flags = findField(message.fields, 'dns.flags')?.value ?? '';
  const extended = findField(message.fields, 'dns.resp.ext_rcode')?.value ?? '0';
  fields.set('id', findField(message.fields, 'dns.id')?.value ?? '');
  fields.set('flags', flags);
  fields.set('rcode', String((Number.parseInt(extended, 16) << 4) | (Number.parseInt(flags, 16) & 15)));
  for (const section of message.fields) {
    if (section.show === 'Queries' || section.show === 'Zone')
      putQuestions(fields, section.fields, mnemonics);
    else if (section.show in SECTIONS) putRecords(fields, SECTIONS[section.show], section.fields, mnemonics);
  }
  return fields;
}

function putQuestions(fields: Map<string, string>, list: readonly PdmlField[], mnemonics: Mnemonics): void {
  list.forEach((question, i) => {
    const type = findField(question.fields, 'dns.qry.type');
    const unicast = findField(question.fields, 'dns.qry.qu')?.show === '1';
    const qclass = findField(question.fields, 'dns.qry.class');
    fields.set(`questions.${i}.name`, tsharkName(findField(question.fields, 'dns.qry.name')?.show ?? ''));
    fields.set(
      `questions.${i}.type`,
      `${className(qclass, unicast, mnemonics)} ${mnemonic(mnemonics.types, 'TYPE', type)}`,
    );
  });
}

function putRecords(
  fields: Map<string, string>,
  section: string,
  list: readonly PdmlField[],
  mnemonics: Mnemonics,
): void {
  let index = 0;
  for (const record of list) {
    const type = findField(record.fields, 'dns.resp.type');
    if (Number(type?.show) === OPT) {
      putEdns(fields, record);
      continue;
    }
    const at = `${section}.${index++}`;
    const flush = findField(record.fields, 'dns.resp.cache_flush')?.show === '1';
    const recordClass = className(findField(record.fields, 'dns.resp.class'), flush, mnemonics);
    fields.set(`${at}.name`, tsharkName(findField(record.fields, 'dns.resp.name')?.show ?? ''));
    fields.set(`${at}.type`, `${recordClass} ${mnemonic(mnemonics.types, 'TYPE', type)}`);
    fields.set(`${at}.ttl`, findField(record.fields, 'dns.resp.ttl')?.show ?? '');
    fields.set(`${at}.data`, tsharkData(Number(type?.show), record, mnemonics.types));
  }
}

function putEdns(fields: Map<string, string>, record: PdmlField): void {
  const show = (name: string) => findField(record.fields, name)?.show ?? '';
  const dnssecOk = show('dns.resp.z.do') === '1';
  fields.set('edns', `${show('dns.rr.udp_payload_size')} ${show('dns.resp.edns0_version')} ${dnssecOk}`);
  tsharkOptions(findFields(record.fields, 'dns.opt')).forEach((option, i) => {
    fields.set(`edns.options.${i}`, option);
  });
}

/** tshark takes mDNS's flag out of the class and shows it apart. */
function className(field: PdmlField | undefined, flag: boolean, { classes }: Mnemonics): string {
  const value = Number(field?.show ?? 0) | (flag ? FLAG : 0);
  return classes[value] ?? `CLASS${value}`;
}

function mnemonic(names: Record<string, string>, prefix: string, field: PdmlField | undefined): string {
  const value = Number(field?.show ?? 0);
  return names[value] ?? `${prefix}${value}`;
}
