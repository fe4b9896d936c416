// In: fields. Out: the header line, and a function from a row to its line of aligned columns.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { cut, padded, visible, widthOf } from '../fields/text.ts';
import type { RowText } from './record.ts';

export interface ColumnsOptions {
  readonly fields: readonly Field[];
  /** Cells of the terminal; the last column may use what is left of them. Infinity where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
}

const GAP = ' ';
/** At the end of the first column: the message is damaged. */
const DAMAGED = '!';
const BOLD = '\x1b[1m';
const RED = '\x1b[31m';
const PLAIN = '\x1b[0m';

/** The titles of the columns, with the final newline. */
export function columnsHeader({ fields, width, color }: ColumnsOptions): string {
  const titles = layLine(fields, width, (field) => field.title);
  return color ? `${BOLD}${titles}${PLAIN}\n` : `${titles}\n`;
}

/**
 * Rows as lines. In colour, a response that reports an error is red. `damaged` tells of which rows something is wrong: they
 * have a sign, where it moves nothing.
 */
export function columnsText(
  { fields, width, color }: ColumnsOptions,
  damaged: (context: FieldContext, row: number) => boolean = isDamaged,
): RowText {
  return (context, row) => {
    const textOf = (field: Field) => visible(field.text(context, row));
    const line = layLine(fields, width, textOf, damaged(context, row));
    return color && reportsError(context, row) ? `${RED}${line}${PLAIN}\n` : `${line}\n`;
  };
}

/** Whether something is wrong with the message of a row. */
export function isDamaged({ store }: FieldContext, row: number): boolean {
  return store.columns.anomalies[row % store.capacity] !== 0;
}

function reportsError({ store }: FieldContext, row: number): boolean {
  const place = row % store.capacity;
  return store.columns.flags[place] >= 0x8000 && store.columns.rcode[place] !== 0;
}

/** Every column in its own width; the last one takes the rest of the line and is not padded. */
function layLine(
  fields: readonly Field[],
  width: number,
  textOf: (field: Field) => string,
  damaged = false,
): string {
  let line = '';
  let used = 0;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    const text = textOf(field);
    const sign = damaged && i === 0;
    if (i < fields.length - 1) {
      line += sign ? signed(field, text) : padded(text, field.width, field.align === 'right') + GAP;
      used += field.width + GAP.length;
    } else {
      const end = sign ? GAP + DAMAGED : '';
      line += cut(text, Math.max(field.width, width - used - end.length)) + end;
    }
  }
  return line.trimEnd();
}

/** A cell and the gap behind it, of a damaged message: the sign takes no place from the text. */
function signed({ width, align }: Field, text: string): string {
  const right = align === 'right';
  if (right || widthOf(text) > width - 2) return padded(text, width, right) + DAMAGED;
  return `${padded(text, width - 1)}${DAMAGED}${GAP}`;
}
