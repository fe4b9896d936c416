// In: the section `keys` of a config file. Out: keys by the name of what they do, and what is wrong with them.
import { nearest } from '../fields/nearest.ts';
import { type Document, type Entry, isNothing, type Value } from './document.ts';
import type { KnownAction, Place, Vocabulary } from './settings.ts';

/** Whatever a file says, there is a way out. */
const ALWAYS_QUITS = 'ctrl-c';

/** A key of the file, and what it does. */
interface Taken {
  readonly key: string;
  readonly action: KnownAction;
}

/** `name: key`, `name: [key, key]`, or `name: []` for no key at all. */
export function readKeys(
  document: Document,
  section: Entry,
  known: Vocabulary,
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const taken: Taken[] = [];
  for (const entry of document.entries(section.value, section, 'keys')) {
    const action = actionOf(document, entry, known);
    if (!action || isNothing(entry.value)) continue;
    const items = document.items(entry.value, entry, entry.name);
    if (!items) continue;
    const keys = items.flatMap((item) => keyOf(document, item, entry, { action, known, taken }) ?? []);
    taken.push(...keys.map((key) => ({ key, action })));
    if (keys.length === items.length) found.set(action.name, [...new Set(keys)]);
  }
  return found;
}

function actionOf(document: Document, entry: Entry, { actions }: Vocabulary): KnownAction | undefined {
  const action = actions.find(({ name }) => name === entry.name);
  if (action) return action;
  const near = nearest(
    entry.name,
    actions.map(({ name }) => name),
  );
  document.add(entry, `unknown action '${entry.name}'${near ? `; did you mean ${near}?` : ''}`);
  return undefined;
}

interface Circumstances {
  readonly action: KnownAction;
  readonly known: Vocabulary;
  readonly taken: readonly Taken[];
}

function keyOf(document: Document, item: Value, at: Place, circumstances: Circumstances): string | undefined {
  const key = document.text(item, at, 'a key');
  const fault = key === undefined ? undefined : faultOf(key, circumstances);
  return fault === undefined ? key : document.wrong(item, at, fault);
}

function faultOf(key: string, { action, known, taken }: Circumstances): string | undefined {
  if (!known.isKey(key))
    return `unknown key '${key}': keys are a, A, /, f1, enter, space, pgup, ctrl-a, alt-a and the like`;
  if (key === ALWAYS_QUITS) return `${key} always quits`;
  if (action.typing && !action.keys.includes(key) && (Array.from(key).length === 1 || key === 'space'))
    return `'${key}' is typed as text where '${action.name}' works`;
  const other = taken.find(
    (one) => one.key === key && one.action.contexts.some((context) => action.contexts.includes(context)),
  );
  return other && `'${key}' already means '${other.action.name}' there`;
}
