// In: names and values. Out: how JSON lines, indented JSON and YAML write them.
import type { FieldValue } from '../fields/field.ts';

/** How one notation writes an object in parts. Depth 0 is the row itself. */
export interface Notation {
  /** Before and behind each row. */
  readonly start: string;
  readonly end: string;
  open(depth: number): string;
  close(depth: number): string;
  /** What comes before the value of a name; `first`: the first in its object. */
  name(name: string, depth: number, first: boolean): string;
  value(value: FieldValue, depth: number): string;
}

type Composite = readonly FieldValue[] | { readonly [name: string]: FieldValue };

function isComposite(value: FieldValue): value is Composite {
  return typeof value === 'object' && value !== null;
}

const entriesOf = (value: Composite) => Object.entries(value as { readonly [name: string]: FieldValue });

/** What JSON.stringify escapes (RFC 8259 7, and lone surrogates). Testing for it is several times faster than the call. */
const UNQUOTABLE = /["\\\x00-\x1f\ud800-\udfff]/;

/** A value as JSON, without spaces. JSON.stringify knows no bigint. */
export function json(value: FieldValue): string {
  if (typeof value === 'string') return UNQUOTABLE.test(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (!isComposite(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  let members = '';
  for (const name in value)
    members += `${members && ','}${json(name)}:${json((value as Record<string, FieldValue>)[name])}`;
  return `{${members}}`;
}

const margin = (depth: number) => '  '.repeat(depth);

function indentedJson(value: FieldValue, depth: number): string {
  if (!isComposite(value)) return json(value);
  const isArray = Array.isArray(value);
  const items = entriesOf(value).map(
    ([name, inner]) => (isArray ? '' : `${JSON.stringify(name)}: `) + indentedJson(inner, depth + 1),
  );
  const [open, close] = isArray ? '[]' : '{}';
  if (items.length === 0) return open + close;
  const inside = `\n${margin(depth + 1)}`;
  return `${open}${inside}${items.join(`,${inside}`)}\n${margin(depth)}${close}`;
}

/** Text that YAML 1.1 and 1.2 both read as a string without quotes: no number, no yes/no/null, no indicator. */
const PLAIN = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z/_][\w./-]*$/i;

/** A scalar, or the lines of a block that begins on the next line. JSON's strings are YAML's double-quoted ones. */
function yaml(value: FieldValue, depth: number): string {
  if (!isComposite(value)) return typeof value === 'string' && PLAIN.test(value) ? value : json(value);
  const isArray = Array.isArray(value);
  const entries = entriesOf(value);
  if (entries.length === 0) return isArray ? '[]' : '{}';
  return entries
    .map(([name, inner]) => {
      const before = `\n${margin(depth + 1)}${isArray ? '-' : `${name}:`}`;
      const text = yaml(inner, depth + 1);
      if (!text.startsWith('\n')) return `${before} ${text}`;
      // A block within a list begins on the line of its dash.
      return isArray ? `${before} ${text.trimStart()}` : before + text;
    })
    .join('');
}

export const NOTATIONS = {
  json: {
    start: '',
    end: '\n',
    open: () => '{',
    close: () => '}',
    name: (name, _depth, first) => `${first ? '' : ','}${JSON.stringify(name)}:`,
    value: json,
  },
  jsonpretty: {
    start: '',
    end: '\n',
    open: () => '{',
    close: (depth) => `\n${margin(depth)}}`,
    name: (name, depth, first) => `${first ? '' : ','}\n${margin(depth + 1)}${JSON.stringify(name)}: `,
    value: (value, depth) => indentedJson(value, depth + 1),
  },
  yaml: {
    start: '---',
    end: '\n',
    open: () => '',
    close: () => '',
    name: (name, depth) => `\n${margin(depth)}${name}:`,
    value: (value, depth) => {
      const text = yaml(value, depth);
      return text.startsWith('\n') ? text : ` ${text}`;
    },
  },
} as const satisfies Record<string, Notation>;
