// A text from the filter bar -> what is wrong with it and where, in a line.
import type { FieldContext } from '../../fields/context.ts';
import { nearest } from '../../fields/nearest.ts';
import { compileFilter } from '../../filter/compile.ts';
import type { NamedFilter } from '../../filter/complete.ts';
import { FilterError as Fault } from '../../filter/error.ts';
import { placeIn } from '../../filter/place.ts';
import type { FilterError } from '../state/chips.ts';
import { expressionOf } from './saved.ts';

/** Undefined where it is an expression, or the name of a saved one. */
export function faultOf(
  text: string,
  context: FieldContext,
  saved: readonly NamedFilter[],
): FilterError | undefined {
  const expression = expressionOf(text, saved).trim();
  if (expression === '') return undefined;
  const name = /^@([\w.-]*)$/.exec(expression)?.[1];
  if (name !== undefined) return unknownName(text, name, saved);
  const half = unfinished(text);
  if (half) return half;
  try {
    compileFilter(expression, context);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { message: messageOf(error), column: error.column + text.length - text.trimStart().length };
  }
}

/** The caret below the text shows the column, so the message need not name it. What could stand there may be long, so it is last. */
export function messageOf({ fault, nearest, expected }: Fault): string {
  const guess = nearest ? `; did you mean ${nearest}?` : '';
  const hope = expected === '' ? '' : `${nearest ? '' : ';'} expected ${expected}`;
  return fault + guess + hope;
}

/** One `&` behind a rule belongs to its value, as far as the parser knows, but hardly anybody means that. */
function unfinished(text: string): FilterError | undefined {
  const place = placeIn(text, text.length);
  if (place.what !== 'join' || place.word === '') return undefined;
  return {
    message: `unfinished "${place.word}"; expected ${place.word}${place.word}`,
    column: text.length + 1,
  };
}

function unknownName(text: string, name: string, saved: readonly NamedFilter[]): FilterError {
  const near = nearest(
    name,
    saved.map((filter) => filter.name),
  );
  if (name === '') return { message: 'expected the name of a saved filter', column: text.indexOf('@') + 2 };
  const hint = near ? `; did you mean @${near}?` : '; expected the name of one';
  return { message: `no saved filter "${name}"${hint}`, column: text.indexOf('@') + 1 };
}
