// In: what is particular about a field. Out: the field, with value and text read from its operand.
import type { FieldContext } from './context.ts';
import type { Field, FieldKind, FieldValue, Operand } from './field.ts';
import { formatDuration } from './format.ts';

/** The particulars of a field; the rest follows from its operand. */
export interface FieldSpec {
  readonly name: string;
  readonly description: string;
  readonly kind: FieldKind;
  readonly width: number;
  readonly operand: Operand;
  readonly aliases?: readonly string[];
  readonly title?: string;
  readonly json?: boolean;
  /** 0 means that there is none: a column shows nothing then. */
  readonly blankZero?: boolean;
  value?(context: FieldContext, row: number): FieldValue;
  text?(context: FieldContext, row: number): string;
}

export function makeField(spec: FieldSpec): Field {
  const { operand, kind } = spec;
  const value = spec.value ?? ((context, row) => shaped(kind, readOperand(operand, context, row)));
  return {
    name: spec.name,
    aliases: spec.aliases ?? [],
    title: spec.title ?? (spec.aliases?.[0] ?? spec.name).toUpperCase(),
    description: spec.description,
    kind,
    width: spec.width,
    align: kind === 'number' || kind === 'duration' ? 'right' : 'left',
    json: spec.json ?? true,
    operand,
    value,
    text: spec.text ?? ((context, row) => shown(spec, value(context, row))),
  };
}

type Read = FieldValue & (string | number | readonly (string | number)[]);

function readOperand(operand: Operand, context: FieldContext, row: number): Read {
  const { store } = context;
  const { columns } = store;
  const place = row % store.capacity;
  switch (operand.from) {
    case 'number':
      return operand.read(columns, place, store.latency);
    case 'code':
      return operand.names.name(context, operand.read(columns, place));
    case 'bits':
      return namesOfBits(operand.read(columns, place), operand.names(context));
    case 'text':
      return operand.read(store.text.at(operand.index(columns, place)), context);
    case 'process':
      return operand.read(store.processes.at(columns.process[place]), context);
    case 'netns':
      return operand.read(store.netns.at(columns.netns[place]), context);
    case 'owner':
      return operand.read(columns.process[place], columns.netns[place], context);
    case 'time':
      return context.timestamps.text(columns.time_s[place], columns.time_ns[place]);
    case 'row':
      return operand.read(context, row);
  }
}

function namesOfBits(bits: number, names: readonly string[]): string[] {
  return names.filter((_, bit) => (bits >>> bit) & 1);
}

function shaped(kind: FieldKind, read: Read): FieldValue {
  // Nothing is known: 0 would be a number (uid 0 is root), and false an answer.
  if (Number.isNaN(read) || (kind === 'number' && read === '')) return null;
  if (kind === 'flag') return read !== 0;
  return read;
}

function shown({ kind, blankZero }: FieldSpec, value: FieldValue): string {
  if (value === null || (blankZero && value === 0)) return '';
  if (kind === 'duration') return value === 0 ? '' : formatDuration(value as number);
  return Array.isArray(value) ? value.join(',') : String(value);
}
