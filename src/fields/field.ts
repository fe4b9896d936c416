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

/** Numbers that have names: parse gives the number of a name, undefined for an unknown one. */
export interface Names {
  name(context: FieldContext, code: number): string;
  parse(context: FieldContext, text: string): number | undefined;
  /** Names to choose from, for messages. */
  all(context: FieldContext): readonly string[];
}

/** Where a field's value comes from, as the filter compiler needs it. `place` is row % capacity. */
export type Operand =
  | { readonly from: 'number'; read(columns: Columns, place: number, latency: Float64Array): number }
  | { readonly from: 'code'; read(columns: Columns, place: number): number; readonly names: Names }
  | {
      readonly from: 'bits';
      read(columns: Columns, place: number): number;
      readonly names: (context: FieldContext) => readonly string[];
    }
  | { readonly from: 'text'; readonly column: TextColumn; read(text: string, context: FieldContext): string }
  | { readonly from: 'process'; read(process: Process, context: FieldContext): string | number }
  | { readonly from: 'netns'; read(netns: Netns, context: FieldContext): string | number }
  | { readonly from: 'time' }
  | {
      readonly from: 'row';
      read(context: FieldContext, row: number): string | number | readonly (string | number)[];
    };

/** Columns that hold an index into the text dictionary. */
export type TextColumn =
  | 'iface'
  | 'src_addr'
  | 'dst_addr'
  | 'name'
  | 'addresses'
  | 'cname'
  | 'edns_ecs'
  | 'edns_ede';

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
  /** Whether it has a place of its own in JSON; others (src, answers.name) are made of fields that have. */
  readonly json: boolean;
  readonly operand: Operand;
  /** As JSON has it. */
  value(context: FieldContext, row: number): FieldValue;
  /** As a column shows it: printable, on one line, empty where there is nothing. */
  text(context: FieldContext, row: number): string;
}
