// In: a record as tshark shows it. Out: its data in the notation of master files.
import { findField, findFields, type PdmlField } from './pdml.ts';
import { tsharkName } from './tshark-name.ts';

type Names = Record<string, string>;
type Form = (record: PdmlField, types: Names) => string;

const show = (record: PdmlField, name: string) => findField(record.fields, name)?.show ?? '';
const value = (record: PdmlField, name: string) => findField(record.fields, name)?.value ?? '';
const upper = (hex: string) => hex.toUpperCase();
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const quoted = (hex: string) => `"${Buffer.from(hex, 'hex').toString('latin1').replace(/["\\]/g, '\\$&')}"`;
const time = (hex: string) =>
  new Date(Number.parseInt(hex, 16) * 1000)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '');
const typeName = (types: Names, number: string) => types[number] ?? `TYPE${number}`;

/** The shown values of fields, joined by spaces; those in `names` are domain names. */
function list(fields: readonly string[], names: readonly string[]): Form {
  return (record) =>
    fields
      .map((field) => (names.includes(field) ? tsharkName(show(record, field)) : show(record, field)))
      .join(' ');
}

const name = (field: string) => list([field], [field]);

/** The data of the record: its last bytes, as many as its length says. */
function rdata(record: PdmlField): string {
  const length = Number(show(record, 'dns.resp.len'));
  return length ? record.value.slice(-2 * length) : '';
}

/** Key and length of a service parameter (RFC 9460 2.2). */
const PARAMETER_HEADER = 4;
const SOA = [
  'mname',
  'rname',
  'serial_number',
  'refresh_interval',
  'retry_interval',
  'expire_limit',
  'minimum_ttl',
];

function wks(record: PdmlField): string {
  const ports = findFields(record.fields, 'dns.wks.bits').flatMap(
    ({ showname }) => showname.match(/\(([\d, ]+)\)/)?.[1].split(', ') ?? [],
  );
  return [
    show(record, 'dns.wks.address'),
    Number.parseInt(value(record, 'dns.wks.protocol'), 16),
    ...ports,
  ].join(' ');
}

function rrsig(record: PdmlField, types: Names): string {
  const field = (name: string) => show(record, `dns.rrsig.${name}`);
  return [
    typeName(types, field('type_covered')),
    field('algorithm'),
    field('labels'),
    field('original_ttl'),
    time(value(record, 'dns.rrsig.signature_expiration')),
    time(value(record, 'dns.rrsig.signature_inception')),
    field('key_tag'),
    tsharkName(field('signers_name')),
    base64(value(record, 'dns.rrsig.signature')),
  ].join(' ');
}

function nsec(record: PdmlField, types: Names): string {
  const [, ...bits] = findFields(record.fields, 'dns.resp.type');
  return [
    tsharkName(show(record, 'dns.nsec.next_domain_name')),
    ...bits.map((bit) => typeName(types, bit.show)),
  ].join(' ');
}

function naptr(record: PdmlField): string {
  const text = (field: string) => quoted(value(record, `dns.naptr.${field}`));
  const [order, preference] = [show(record, 'dns.naptr.order'), show(record, 'dns.naptr.preference')];
  const replacement = tsharkName(show(record, 'dns.naptr.replacement'));
  return `${order} ${preference} ${text('flags')} ${text('service')} ${text('regex')} ${replacement}`;
}

/** "37 deg 22 min 26.000 sec N" and sizes in metres, from what tshark explains in brackets. */
function loc(record: PdmlField): string {
  const bracket = (field: string) =>
    findField(record.fields, `dns.loc.${field}`)?.showname.match(/\((.*)\)/)?.[1] ?? '';
  const angle = (field: string) => bracket(field).replace(/ (deg|min|sec)/g, '');
  const metres = (field: string) => bracket(field).replace(' ', '');
  const altitude = (Number.parseInt(value(record, 'dns.loc.altitude'), 16) - 10_000_000) / 100;
  const sizes = ['size', 'horizontal_precision', 'vertical_precision'].map(metres);
  return [angle('latitude'), angle('longitude'), `${altitude.toFixed(2)}m`, ...sizes].join(' ');
}

function sized(hex: string): string {
  return hex ? `${hex.length / 2} ${base64(hex)}` : '0';
}

const ERRORS: Names = { 0: 'NOERROR', 16: 'BADSIG', 17: 'BADKEY', 18: 'BADTIME' };

function tsig(record: PdmlField): string {
  const field = (name: string) => show(record, `dns.tsig.${name}`);
  const size = Number(field('mac_size'));
  // tshark hands the code without a value to a dissector by algorithm; the 6 bytes behind it are ID, error and length.
  const tail = 6 + Number(field('other_len'));
  const mac = rdata(record).slice(-2 * (tail + size), -2 * tail);
  const seconds = Number.parseInt(value(record, 'dns.tsig.time_signed'), 16);
  const head = `${tsharkName(field('algorithm_name'))} ${seconds} ${field('fudge')} ${sized(mac)}`;
  return `${head} ${field('original_id')} ${ERRORS[field('error')]} ${sized(value(record, 'dns.tsig.other_data'))}`;
}

function tkey(record: PdmlField): string {
  const field = (name: string) => show(record, `dns.tkey.${name}`);
  const times = ['inception', 'expiration'].map((end) => time(value(record, `dns.tkey.signature_${end}`)));
  const key = sized(value(record, 'dns.tkey.key_data'));
  const other = sized(value(record, 'dns.tkey.other_data'));
  return [tsharkName(field('algo_name')), ...times, field('mode'), ERRORS[field('error')], key, other].join(
    ' ',
  );
}

/** A parameter of `record`; the bytes of those that tshark dissects further are cut out by position. */
function parameter(record: PdmlField, field: PdmlField): string {
  const key =
    field.fields.find(({ name }) => name === 'dns.svcb.svcparam.key')?.showname.match(/: (\S+)/)?.[1] ?? '';
  const shows = (name: string) =>
    findFields(field.fields, `dns.svcb.svcparam.${name}`).map((one) => one.show);
  const start = field.pos - record.pos + PARAMETER_HEADER;
  const end = field.pos - record.pos + field.size;
  switch (key) {
    case 'alpn':
      return `alpn="${shows('alpn').join(',')}"`;
    case 'port':
      return `port=${shows('port')}`;
    case 'ipv4hint':
      return `ipv4hint=${shows('ipv4hint.ip')}`;
    case 'ipv6hint':
      return `ipv6hint=${shows('ipv6hint.ip')}`;
    case 'ech':
    case 'echconfig':
      return `ech=${base64(record.value.slice(2 * start, 2 * end))}`;
    default:
      return key;
  }
}

function svcb(record: PdmlField): string {
  const parameters = findFields(record.fields, 'dns.svcb.svcparam').map((field) => parameter(record, field));
  const target = tsharkName(show(record, 'dns.svcb.targetname'));
  return [show(record, 'dns.svcb.svcpriority'), target, ...parameters].join(' ');
}

/** Not dissected by tshark: | PRIORITY 16 | WEIGHT 16 | TARGET | (RFC 7553 4.5). */
function uri(record: PdmlField): string {
  const hex = rdata(record);
  return `${Number.parseInt(hex.slice(0, 4), 16)} ${Number.parseInt(hex.slice(4, 8), 16)} ${quoted(hex.slice(8))}`;
}

const FORMS: Record<number, Form> = {
  1: list(['dns.a'], []),
  2: name('dns.ns'),
  5: name('dns.cname'),
  6: list(
    SOA.map((field) => `dns.soa.${field}`),
    ['dns.soa.mname', 'dns.soa.rname'],
  ),
  11: wks,
  12: name('dns.ptr.domain_name'),
  13: (record) => `${quoted(value(record, 'dns.hinfo.cpu'))} ${quoted(value(record, 'dns.hinfo.os'))}`,
  15: list(['dns.mx.preference', 'dns.mx.mail_exchange'], ['dns.mx.mail_exchange']),
  16: (record) =>
    findFields(record.fields, 'dns.txt')
      .map((text) => quoted(text.value))
      .join(' '),
  28: list(['dns.aaaa'], []),
  29: loc,
  35: naptr,
  44: (record) =>
    `${show(record, 'dns.sshfp.algorithm')} ${show(record, 'dns.sshfp.fingerprint.type')} ${upper(value(record, 'dns.sshfp.fingerprint'))}`,
  46: rrsig,
  47: nsec,
  64: svcb,
  65: svcb,
  249: tkey,
  250: tsig,
  256: uri,
};

/** The data of a record of `type`; as in RFC 3597 5 where there is no form, empty where there is none. */
export function tsharkData(type: number, record: PdmlField, types: Names): string {
  const hex = rdata(record);
  if (!hex && isUpdateClass(record)) return '';
  return FORMS[type]?.(record, types) ?? `\\# ${hex.length / 2} ${upper(hex)}`.trimEnd();
}

/** Records of updates without data have class NONE or ANY (RFC 2136 2.4, 2.5). */
function isUpdateClass(record: PdmlField): boolean {
  return ['0x00fe', '0x00ff'].includes(show(record, 'dns.resp.class'));
}
