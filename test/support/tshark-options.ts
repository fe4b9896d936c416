// In: EDNS options as tshark shows them. Out: each as its code and its data in dnstop's notation.
import { findField, findFields, type PdmlField } from './pdml.ts';

const ANY_V4 = '0.0.0.0';

type Form = (option: PdmlField, hex: string) => string;

const show = (option: PdmlField, name: string) => findField(option.fields, name)?.show ?? '';
const numbers = (name: string) => (option: PdmlField) =>
  findFields(option.fields, name)
    .map((field) => field.show)
    .join(' ');
const text = (hex: string) => Buffer.from(hex, 'hex').toString('latin1');

const FORMS: Record<number, Form> = {
  3: (_, hex) => (/^[\x20-\x7e]+$/.test(text(hex)) ? `${hex} ("${text(hex)}")` : hex),
  5: numbers('dns.opt.dau'),
  6: numbers('dns.opt.dhu'),
  7: numbers('dns.opt.n3u'),
  8: (option) => {
    const address = show(option, 'dns.opt.client.addr4') || show(option, 'dns.opt.client.addr6') || ANY_V4;
    return `${address}/${show(option, 'dns.opt.client.netmask')}/${show(option, 'dns.opt.client.scope')}`;
  },
  9: (_, hex) => (hex ? String(Number.parseInt(hex, 16)) : ''),
  11: (option, hex) =>
    hex ? `${(Number(show(option, 'dns.opt.edns_tcp_keepalive.timeout')) / 10).toFixed(1)}s` : '',
  12: (_, hex) => `${hex.length / 2} bytes`,
  13: (_, hex) => wireName(Buffer.from(hex, 'hex')),
  14: (_, hex) => (hex.match(/.{4}/g) ?? []).map((tag) => String(Number.parseInt(tag, 16))).join(' '),
};

/** tshark takes the name of CHAIN for text: plain labels, without compression (RFC 7901 3). */
function wireName(bytes: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; bytes[at]; at += bytes[at] + 1)
    labels.push(bytes.toString('latin1', at + 1, at + 1 + bytes[at]));
  return `${labels.join('.')}.`;
}

/** `CODE DATA` of each option, data as hex where there is no form. */
export function tsharkOptions(options: readonly PdmlField[]): string[] {
  return options.map((option) => {
    const code = Number(show(option, 'dns.opt.code'));
    const hex = findField(option.fields, 'dns.opt.data')?.value ?? '';
    return `${code} ${FORMS[code]?.(option, hex) ?? hex}`;
  });
}
