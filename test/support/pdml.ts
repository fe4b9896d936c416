// In: what `tshark -T pdml` prints. Out: its packets as trees of fields.

export interface PdmlField {
  readonly name: string;
  /** The value as tshark shows it, without the label. */
  readonly show: string;
  readonly showname: string;
  /** The bytes of the field in hex; empty where there are none. */
  readonly value: string;
  /** Where its bytes stand in the packet; in reassembled data counted from its start. */
  readonly pos: number;
  readonly size: number;
  readonly fields: PdmlField[];
}

/** The protocols of one packet, as fields. */
export type PdmlPacket = readonly PdmlField[];

const TAG = /<(\/?)(packet|proto|field)\b([^>]*?)(\/?)>/g;
const ATTRIBUTE = /([a-z]+)="([^"]*)"/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Parses PDML as tshark writes it: no comments, no text between tags. */
export function parsePdml(xml: string): PdmlPacket[] {
  const packets: PdmlField[][] = [];
  const open: PdmlField[] = [];
  for (const [, closing, tag, attributes, empty] of xml.matchAll(TAG)) {
    if (closing) {
      if (tag !== 'packet') open.pop();
      continue;
    }
    if (tag === 'packet') {
      packets.push([]);
      continue;
    }
    const field = fieldOf(attributes);
    (open.at(-1)?.fields ?? packets.at(-1)!).push(field);
    if (!empty) open.push(field);
  }
  return packets;
}

/** The first field of that name among `fields` and below them, depth first. */
export function findField(fields: readonly PdmlField[], name: string): PdmlField | undefined {
  for (const field of fields) {
    const found = field.name === name ? field : findField(field.fields, name);
    if (found) return found;
  }
  return undefined;
}

/** All fields of that name among `fields` and below them, in order. */
export function findFields(fields: readonly PdmlField[], name: string): PdmlField[] {
  return fields.flatMap((field) => [
    ...(field.name === name ? [field] : []),
    ...findFields(field.fields, name),
  ]);
}

function fieldOf(attributes: string): PdmlField {
  const values: Record<string, string> = {};
  for (const [, name, value] of attributes.matchAll(ATTRIBUTE)) values[name] = unescapeXml(value);
  const { name = '', show = '', showname = '', value = '', pos = '0', size = '0' } = values;
  return { name, show, showname, value, pos: Number(pos), size: Number(size), fields: [] };
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|([a-z]+));/gi, (_, hex: string | undefined, entity: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : ENTITIES[entity],
  );
}
