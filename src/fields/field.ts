// In: nothing. Out: what a field is to those who show it, print it and filter by it.
import type { Columns } from '../capture/columns.ts';
import type { Netns, Process } from '../store/entries.ts';
import type { FieldContext } from './context.ts';

/** A value as JSON has it; a bigint is printed with all its digits. */
export type FieldValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [name: string]: FieldValue };

/** How values compare: names ignore case, addresses and comma lists of them know prefixes, durations know units. */
export type FieldKind =
  | 'text'
  | 'name'
  | 'address'
  | 'number'
  | 'duration'
  | 'flag'
  | 'enum'
  | 'list'
  | 'time';

/** Numbers that have names. A negative number stands for "none" and is shown as the empty text. */
export interface Names {
  name(context: FieldContext, code: number): string;
  /** The number of a name, in any case; undefined for an unknown one. */
  code(context: FieldContext, name: string): number | undefined;
  /** Other names by which filters know the number. */
  synonyms(context: FieldContext, code: number): readonly string[];
  /** Names to choose from, for messages. */
  all(context: FieldContext): readonly string[];
}

/**
 * Where a value comes from, as the filter compiler needs it; `place` is row % store.capacity. The number of an event is
 * the cheapest (NaN: not known); a value of a dictionary entry is looked at once for each entry; `row` is read for each row anew.
 * `traces`: nothing is known without following transactions and traces. `words`: all texts it may be.
 * `identities`: it depends on what is known about containers and pods, which `netns` and `owner` always do.
 */
export type Operand =
  | { from: 'number'; read(columns: Columns, place: number, latency: Float64Array): number }
  | { from: 'code'; read(columns: Columns, place: number): number; names: Names }
  | {
      from: 'bits';
      read(columns: Columns, place: number): number;
      names(context: FieldContext): readonly string[];
    }
  | {
      from: 'text';
      identities?: true;
      index(columns: Columns, place: number): number;
      read(text: string, context: FieldContext): string;
    }
  | { from: 'process'; read(process: Process, context: FieldContext): string | number }
  | { from: 'netns'; read(netns: Netns, context: FieldContext): string | number }
  | { from: 'owner'; read(process: number, netns: number, context: FieldContext): string | number }
  | { from: 'time' }
  | {
      from: 'row';
      identities?: true;
      traces?: true;
      words?: readonly string[];
      /** Rows with the same key (a safe integer) have the same value, as long as no text entry changes. */
      key?(columns: Columns, place: number): number;
      read(context: FieldContext, row: number): string | readonly (string | number)[];
    };

export interface Field {
  /** As in JSON, dotted: `proc.comm`. */
  readonly name: string;
  /** Other names it goes by: `comm`. */
  readonly aliases: readonly string[];
  /** Title of its column. */
  readonly title: string;
  readonly description: string;
  readonly kind: FieldKind;
  /** Usual width of its column, in cells. */
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Whether it has a place of its own in JSON; `src` or `answers.name` are parts or views of fields that have. */
  readonly json: boolean;
  readonly operand: Operand;
  /** As JSON has it. */
  value(context: FieldContext, row: number): FieldValue;
  /** As a column shows it: printable, on one line, empty where there is nothing. */
  text(context: FieldContext, row: number): string;
}
