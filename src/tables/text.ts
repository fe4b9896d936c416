// In: values of a table. Out: what people read for them, on the screen and in columns of text.
import type { FieldContext } from '../fields/context.ts';
import { visible } from '../fields/text.ts';
import type { Dimension } from './dimensions.ts';

/** A key of a dimension; `(unknown)` where it is not known. */
export function keyText(context: FieldContext, dimension: Dimension, key: string): string {
  return key === '' ? '(unknown)' : visible(dimension.label(context, key));
}

/** A part of a whole as `0%`, `<0.1%`, `3.4%`, `100%`. */
export function percentText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  const percent = (100 * part) / whole;
  if (percent < 0.1) return '<0.1%';
  // Never 100% of what is less.
  return `${Math.min(99.9, percent).toFixed(1)}%`;
}
