// In: a word, finished or not. Out: the fields it may become, by their names and by what they mean.
import Fuse from 'fuse.js';
import type { Field } from '../fields/field.ts';
import { FIELDS } from '../fields/table.ts';

export interface FoundField {
  readonly field: Field;
  /** Of its names the one that is like the word; the short one where none is. */
  readonly name: string;
}

/** Offered before anything is typed, in this order; the others follow in that of the table. */
const FIRST = [
  'name',
  'rcode',
  'qtype',
  'qr',
  'latency_ns',
  'proc.comm',
  'nameserver.addr',
  'k8s.podName',
  'runtime.containerName',
  'netns',
  'src',
  'dst',
  'state',
  'addresses',
];

const rank = ({ name }: Field): number => (FIRST.indexOf(name) + FIRST.length) % FIRST.length;
const isFirst = ({ name }: Field): boolean => FIRST.includes(name);
/** The number behind a name, seldom wanted. */
const isRaw = ({ name }: Field): boolean => name.endsWith('_raw');
const LISTED: readonly Field[] = [
  ...FIELDS.filter(isFirst).sort((a, b) => rank(a) - rank(b)),
  ...FIELDS.filter((field) => !isFirst(field)),
];

/** Of those with the word in their name, so many that nobody misses others. */
const ENOUGH = 16;

/** Made when the first word is searched for: it takes a moment. */
let fuse: Fuse<Field> | undefined;

const namesOf = ({ name, aliases }: Field): string[] => [...aliases, name];

/** Those whose name begins with the word, in any case, then those that have it elsewhere, then those that are like it. */
export function findFields(word: string): FoundField[] {
  if (word === '') return LISTED.map((field) => ({ field, name: namesOf(field)[0] }));
  const wanted = word.toLowerCase();
  const begins = LISTED.flatMap((field) => named(field, (name) => name.startsWith(wanted)));
  const holds = LISTED.flatMap((field) => named(field, (name) => name.includes(wanted)));
  const like =
    begins.length + holds.length >= ENOUGH
      ? []
      : near(word).map((field) => ({ field, name: namesOf(field)[0] }));
  const seen = new Set<Field>();
  return [...begins.sort((a, b) => a.name.length - b.name.length), ...holds, ...like].filter(({ field }) => {
    const isNew = !seen.has(field);
    seen.add(field);
    return isNew;
  });
}

function named(field: Field, test: (name: string) => boolean): FoundField[] {
  const name = namesOf(field).find((one) => test(one.toLowerCase()));
  return name === undefined ? [] : [{ field, name }];
}

function near(word: string): Field[] {
  fuse ??= new Fuse(LISTED, {
    keys: [
      { name: 'name', weight: 3 },
      { name: 'aliases', weight: 3 },
      { name: 'description', weight: 1 },
    ],
    threshold: 0.35,
    ignoreLocation: true,
  });
  const found = fuse.search(word).map(({ item }) => item);
  return [...found.filter((field) => !isRaw(field)), ...found.filter(isRaw)];
}
