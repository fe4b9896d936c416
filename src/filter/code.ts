// In: pieces of JavaScript and the values they use. Out: a predicate compiled from them.
import type { Columns } from '../capture/columns.ts';
import type { Store } from '../store/store.ts';
import type { Predicate } from './predicate.ts';

/** What a predicate must bring up to date before it runs over rows. */
export interface Prepared {
  prepare(): unknown;
  readonly revision: number;
}

type Compiled = (
  columns: Columns,
  latency: Float64Array,
  capacity: number,
  bound: readonly unknown[],
) => Pick<Predicate, 'test' | 'scan'>;

/**
 * Collects what the text of a predicate refers to. Only names made here get into the text; whatever a user wrote is
 * bound as a value. In scope of an expression: `c` columns, `l` latency, `i` place, `row`, `x` for its own use.
 */
export class Code {
  readonly #bound: unknown[] = [];
  readonly #prepared: { name: string; what: Prepared }[] = [];

  /** The name of a constant with that value. */
  bind(value: unknown): string {
    this.#bound.push(value);
    return `k${this.#bound.length - 1}`;
  }

  /** The name of what `what.prepare()` returns, taken anew for each run. */
  prepare(what: Prepared): string {
    const name = `p${this.#prepared.length}`;
    this.#prepared.push({ name, what });
    return name;
  }

  /** The predicate whose truth is `expression`, over the rows of `store`. */
  compile(expression: string, store: Store, version: () => number): Predicate {
    const prepared = this.#prepared.map(({ name, what }) => ({ name, what: this.bind(what) }));
    const constants = this.#bound.map((_, index) => `const k${index} = bound[${index}];`).join('\n');
    const prepare = prepared.map(({ name, what }) => `const ${name} = ${what}.prepare();`).join(' ');
    const compiled = new Function(
      'c',
      'l',
      'capacity',
      'bound',
      body(constants, prepare, expression),
    ) as Compiled;
    const { test, scan } = compiled(store.columns, store.latency, store.capacity, this.#bound);
    const whats = this.#prepared.map(({ what }) => what);
    return {
      test,
      scan,
      get revision() {
        return whats.reduce((sum, what) => sum + what.revision, version());
      },
    };
  }
}

function body(constants: string, prepare: string, expression: string): string {
  return `'use strict';
${constants}
return {
  test(row) {
    ${prepare}
    const i = row % capacity;
    let x = 0;
    return ${expression};
  },
  scan(newest, count, out) {
    ${prepare}
    let x = 0;
    let found = 0;
    for (let d = 0, i = newest % capacity; d < count; d++) {
      const row = newest - d;
      if (${expression}) out[found++] = d;
      i = i === 0 ? capacity - 1 : i - 1;
    }
    return found;
  },
};`;
}
