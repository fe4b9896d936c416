// A row, a transaction or a time -> its text on a path.
import type { FieldContext } from '../../fields/context.ts';
import { findField } from '../../fields/find.ts';
import { visible } from '../../fields/text.ts';
import type { TransactionView } from '../../trace/path/describe-transaction.ts';
import { duration } from '../../trace/path/naming.ts';
import type { Theme } from '../theme.ts';

/** What a column shows of a field. */
export function fieldText(name: string, context: FieldContext, row: number): string {
  return visible(findField(name)!.text(context, row));
}

/** Of a damaged message what there is of it. */
export function questionText({ path, name }: TransactionView, context: FieldContext): string {
  const parts = [fieldText('qtype', context, path.rows[0]), visible(name)];
  return parts.filter((part) => part !== '').join(' ') || 'without a question';
}

/** Nanoseconds as text. */
export function time(ns: number, theme: Theme): string {
  return ns === 0 ? '0' : units(duration(ns), theme);
}

/** Without UTF-8 µs is us. */
export function units(text: string, { glyphs }: Theme): string {
  return glyphs.ellipsis === '…' ? text : text.replaceAll('µs', 'us');
}
