// In: the text of a filter, a caret in it, and where values come from. Out: what could stand at the caret, best first.
import type { FieldContext } from '../fields/context.ts';
import type { Field } from '../fields/field.ts';
import { findField } from '../fields/find.ts';
import { findFields } from './complete-fields.ts';
import { completeValue, isFinished, type ValueSource } from './complete-values.ts';
import type { Completion } from './completion.ts';
import { operatorsFor } from './operators.ts';
import { type Place, placeIn } from './place.ts';

/** A filter with a name. */
export interface NamedFilter {
  readonly name: string;
  readonly expression: string;
  readonly meaning: string;
}

export interface CompletionSources extends ValueSource {
  readonly context: FieldContext;
  readonly saved: readonly NamedFilter[];
}

export interface Completions {
  /** What is expected at the caret, in a few words; '' where nothing can be said. */
  readonly expected: string;
  readonly items: readonly Completion[];
}

type At<What extends Place['what']> = Extract<Place, { what: What }>;

const NOTHING: Completions = { expected: '', items: [] };

/** What could stand at the caret. Never throws. */
export function complete(text: string, caret: number, sources: CompletionSources): Completions {
  const place = placeIn(text, caret);
  switch (place.what) {
    case 'field':
      return completeField(place, text);
    case 'saved':
      return completeSaved(place, text, sources.saved);
    case 'operator':
      return completeOperator(place, text);
    case 'value':
      return completeWithValue(place, sources);
    case 'join':
      return completeJoin(place, text);
    case 'nothing':
      return NOTHING;
  }
}

function completeField(place: At<'field'>, text: string): Completions {
  const { from, to, word } = place;
  const items = findFields(word).map(({ field, name }) => ({
    from,
    to,
    insert: name,
    label: name,
    meaning: field.description,
  }));
  const field = findField(word);
  if (!field) return { expected: text.trim() === '' ? 'a field, or @ for saved filters' : 'a field', items };
  const others = items.filter(({ insert }) => insert.toLowerCase() !== word.toLowerCase());
  const operators = completeOperator({ what: 'operator', field, from: to, to, word: '' }, text);
  return { ...operators, items: [...operators.items, ...others] };
}

function completeOperator({ field, from, to, word }: At<'operator'>, text: string): Completions {
  const items = operatorsFor(field)
    .filter(({ operator }) => operator.startsWith(word.toLowerCase()))
    .map(({ operator, meaning }) => ({
      from,
      to,
      insert: operator === 'in' ? spacedIn(field, text[from - 1]) : operator,
      label: operator,
      meaning,
    }));
  return { expected: `an operator for ${field.name}: ${field.description}`, items };
}

/** Addresses are mostly within one prefix; other values are listed. */
function spacedIn(field: Field, before: string | undefined): string {
  return `${before === ' ' ? '' : ' '}in ${field.kind === 'address' ? '' : '('}`;
}

/** Once the value is whole, tab goes on behind it. */
function completeWithValue(place: At<'value'>, sources: CompletionSources): Completions {
  const { expected, items } = completeValue(place, sources);
  if (place.word === '' || !isFinished(place, items)) return { expected, items };
  const { list, depth, to, word } = place;
  const joins = completeJoin({ what: 'join', list, depth, from: to, to, word: '' }, '');
  const others = items.filter(({ label }) => label !== word);
  return { expected, items: [...joins.items, ...others] };
}

function completeJoin({ from, to, list, depth, word }: At<'join'>, text: string): Completions {
  const space = text[from - 1] === ' ' ? '' : ' ';
  const end = (meaning: string) => ({ from, to, insert: ')', label: ')', meaning });
  if (list)
    return {
      expected: 'another value, or the end of the list',
      items: [
        { from, to, insert: ', ', label: ',', meaning: 'or another value' },
        end('the end of the list'),
      ],
    };
  const joins = [
    { from, to, insert: `${space}&& `, label: '&&', meaning: 'and, both' },
    { from, to, insert: `${space}|| `, label: '||', meaning: 'or, one of both' },
    ...(depth > 0 ? [end('the end of the brackets')] : []),
  ];
  return { expected: 'another rule, or the end', items: joins.filter(({ label }) => label.startsWith(word)) };
}

/** Its expression stands in the place of `@name`, in brackets where there is more. */
function completeSaved(place: At<'saved'>, text: string, saved: readonly NamedFilter[]): Completions {
  const { from, to, word } = place;
  const alone = text.slice(0, from).trim() === '' && text.slice(to).trim() === '';
  const wanted = word.toLowerCase();
  const named = saved.filter(({ name }) => name.toLowerCase().includes(wanted));
  const items = named.map(({ name, expression, meaning }) => ({
    from,
    to,
    insert: alone ? expression : `(${expression})`,
    label: `@${name}`,
    meaning: meaning === '' ? expression : meaning,
  }));
  const expected = saved.length === 0 ? 'a saved filter: there are none yet' : 'a saved filter';
  return { expected, items };
}
