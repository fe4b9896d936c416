// In: YAML text. Out: its entries, items and texts with their places, and what is wrong with it.
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Mistake, Place } from './settings.ts';

/** A value that may be missing, as in `keys:` alone. */
export type Value = Node | null;

export interface Entry extends Place {
  readonly name: string;
  readonly value: Value;
}

/** A document and the list of its mistakes, to which its readers add. */
export class Document {
  readonly root: Value;
  readonly mistakes: Mistake[] = [];
  private readonly lines = new LineCounter();

  /** A text that is no YAML has one mistake and is empty. */
  constructor(text: string) {
    const parsed = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const fault = parsed.errors[0];
    if (fault)
      this.add(this.placeOf(fault.pos[0]), `${oneLine(fault.message)}; nothing of this file is used`);
    this.root = fault ? null : (parsed.contents as Value);
  }

  wrong(value: Value, at: Place, message: string): undefined {
    this.add(this.place(value, at), message);
    return undefined;
  }

  add({ line, column }: Place, message: string): void {
    this.mistakes.push({ line, column, message });
  }

  /** Where a value begins; `at` for one that is missing. */
  place(value: Value, at: Place): Place {
    return value?.range ? this.placeOf(value.range[0]) : at;
  }

  /** The entries of `name: value` lines; none, and a mistake, for anything else. */
  entries(value: Value, at: Place, what: string): Entry[] {
    if (isNothing(value)) return [];
    if (!isMap(value)) return this.wrong(value, at, `${what} takes lines of the form 'name: value'`) ?? [];
    return value.items.flatMap(({ key, value: inner }) => {
      const place = this.place(key as Value, at);
      const name = this.text(key as Value, place, 'a name');
      return name === undefined ? [] : [{ ...place, name, value: inner as Value }];
    });
  }

  /** The items of a list; a text alone is a list of one. Undefined, and a mistake, for anything else. */
  items(value: Value, at: Place, what: string): readonly Value[] | undefined {
    if (isNothing(value)) return [];
    if (isSeq(value)) return value.items as Value[];
    return isScalar(value) ? [value] : this.wrong(value, at, `${what} takes a list`);
  }

  /** A text as written, whatever YAML takes it for: a number, `true`, `~`. Undefined, and a mistake, for anything else. */
  text(value: Value, at: Place, what: string): string | undefined {
    if (value?.tag?.startsWith('!')) return this.wrong(null, at, `${what} begins with '!' and needs quotes`);
    if (!isScalar(value) || value.source === undefined)
      return this.wrong(value, at, `${what} is one text; put it in quotes if it is not taken for one`);
    return value.source;
  }

  private placeOf(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** `name:` with nothing behind it. */
export function isNothing(value: Value): boolean {
  return value === null || (isScalar(value) && value.source === '' && value.type === 'PLAIN' && !value.tag);
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
