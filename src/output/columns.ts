// In: fields. Out: the header line, and a function from a row to its line of aligned columns.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { cut, padded, visible } from '../fields/text.ts';
import type { RowText } from './record.ts';

export interface ColumnsOptions {
  readonly fields: readonly Field[];
  /** Cells of the terminal; the last column may use what is left of them. Infinity where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
}

const GAP = ' ';
const BOLD = '\x1b[1m';
const RED = '\x1b[31m';
const PLAIN = '\x1b[0m';

/** The titles of the columns, with the final newline. */
export function columnsHeader({ fields, width, color }: ColumnsOptions): string {
  const titles = layLine(fields, width, (field) => field.title);
  return color ? `${BOLD}${titles}${PLAIN}\n` : `${titles}\n`;
}

/** Rows as lines. In colour, a response that reports an error is red. */
export function columnsText({ fields, width, color }: ColumnsOptions): RowText {
  return (context, row) => {
    const line = layLine(fields, width, (field) => visible(field.text(context, row)));
    return color && reportsError(context, row) ? `${RED}${line}${PLAIN}\n` : `${line}\n`;
  };
}

function reportsError({ store }: FieldContext, row: number): boolean {
  const place = row % store.capacity;
  return store.columns.flags[place] >= 0x8000 && store.columns.rcode[place] !== 0;
}

/** Every column in its own width; the last one takes the rest of the line and is not padded. */
function layLine(fields: readonly Field[], width: number, textOf: (field: Field) => string): string {
  let line = '';
  let used = 0;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (i < fields.length - 1) {
      line += padded(textOf(field), field.width, field.align === 'right') + GAP;
      used += field.width + GAP.length;
    } else {
      line += cut(textOf(field), Math.max(field.width, width - used));
    }
  }
  return line.trimEnd();
}
