// What servers' logs say about lookups, and traces, in; how many links are true, found, certain, false out.
import type { TraceRow, TransactionRow } from './traces.ts';

/** A lookup by a client, as a log names it; each is asked once. */
export interface Lookup {
  readonly client: string;
  /** In lower case, with the final dot. */
  readonly name: string;
  readonly type: string;
}

/** Which queries a server sent for which lookups, by its own log. Queries go by any name that is the same in the traces. */
export class Truth {
  readonly #lookups = new Map<string, Lookup>();
  readonly #links = new Map<Lookup, Set<string>>();
  /** By query: all lookups that had to do with it. */
  readonly #related = new Map<string, Set<Lookup>>();

  lookup(client: string, name: string, type: string): Lookup {
    const key = `${client} ${name} ${type}`.toLowerCase();
    const known = this.#lookups.get(key);
    if (known) return known;
    const lookup = { client, name: name.toLowerCase(), type };
    this.#lookups.set(key, lookup);
    this.#links.set(lookup, new Set());
    return lookup;
  }

  /** The query was sent for the lookup, or the lookup could not go on without its answer. */
  link(lookup: Lookup, query: string): void {
    this.#links.get(lookup)?.add(query);
    this.relate(lookup, query);
  }

  /** The answer was of use for the lookup: a link is no error, nor is its absence. */
  relate(lookup: Lookup, query: string): void {
    const related = this.#related.get(query);
    if (related) related.add(lookup);
    else this.#related.set(query, new Set([lookup]));
  }

  get lookups(): readonly Lookup[] {
    return [...this.#lookups.values()];
  }

  find(client: string, name: string, type: string): Lookup | undefined {
    return this.#lookups.get(`${client} ${name} ${type}`.toLowerCase());
  }

  queriesOf(lookup: Lookup): ReadonlySet<string> {
    return this.#links.get(lookup) ?? new Set();
  }

  relatedTo(query: string): ReadonlySet<Lookup> {
    return this.#related.get(query) ?? new Set();
  }
}

/** A link between a lookup and a query that is sent for it, as a trace has it. */
export interface FoundLink {
  readonly lookup: Lookup;
  readonly query: string;
  /** How the trace says it came about. */
  readonly relation: string;
  readonly evidence: readonly string[];
}

type ByConfidence = Readonly<Record<'certain' | 'likely' | 'ambiguous', readonly FoundLink[]>>;

export interface Judgement {
  /** Lookups in the log, and traces whose root is one of them. */
  readonly lookups: number;
  readonly traces: number;
  /** Links by the log, and how many of them the traces have. */
  readonly links: number;
  readonly found: number;
  readonly right: ByConfidence;
  readonly wrong: ByConfidence;
  readonly ambiguous: readonly FoundLink[];
  /** Links by the log that no trace has. */
  readonly missing: readonly { lookup: Lookup; query: string }[];
  /** Queries that served several lookups, by the log. */
  readonly merged: ReadonlySet<string>;
}

const RANK = ['certain', 'likely', 'ambiguous'] as const;
const noLinks = () =>
  ({ certain: [], likely: [], ambiguous: [] }) as Record<(typeof RANK)[number], FoundLink[]>;

/** Compares; `queryOf` gives the name of a query in the log. */
export function judge(
  truth: Truth,
  traces: readonly TraceRow[],
  queryOf: (transaction: TransactionRow) => string,
): Judgement {
  const [right, wrong] = [noLinks(), noLinks()];
  const found = new Set<string>();
  const merged = new Set<string>();
  let roots = 0;
  for (const trace of traces) {
    const [root, ...others] = trace.transactions;
    const lookup = truth.find(clientOf(trace), root.name, root.qtype);
    if (!lookup) continue;
    roots++;
    for (const transaction of others) {
      const query = queryOf(transaction);
      const related = truth.relatedTo(query);
      if (related.size > 1) merged.add(query);
      if (truth.queriesOf(lookup).has(query)) found.add(keyOf(lookup, query));
      const { relation, evidence } = transaction;
      (related.has(lookup) ? right : wrong)[weakest(trace, transaction)].push({
        lookup,
        query,
        relation,
        evidence,
      });
    }
  }
  const all = truth.lookups.flatMap((lookup) =>
    [...truth.queriesOf(lookup)].map((query) => ({ lookup, query })),
  );
  const missing = all.filter(({ lookup, query }) => !found.has(keyOf(lookup, query)));
  return {
    lookups: truth.lookups.length,
    traces: roots,
    links: all.length,
    found: all.length - missing.length,
    right,
    wrong,
    ambiguous: [...right.ambiguous, ...wrong.ambiguous],
    missing,
    merged,
  };
}

const keyOf = ({ client, name, type }: Lookup, query: string) => `${client} ${name} ${type} ${query}`;

/** Names queries by their name and how many with it went before: for logs that give neither DNS ID nor port. */
export function ordinals(traces: readonly TraceRow[]): (transaction: TransactionRow) => string {
  const numbers = new Map<string, Set<number>>();
  for (const { transactions } of traces)
    for (const { name, parent, transaction } of transactions)
      if (parent !== null) numbers.set(name, (numbers.get(name) ?? new Set()).add(transaction));
  const order = new Map<string, number[]>();
  // Transactions are numbered in the order of their first events.
  for (const [name, all] of numbers)
    order.set(
      name,
      [...all].sort((a, b) => a - b),
    );
  return ({ name, transaction }) => `${name}#${order.get(name)?.indexOf(transaction)}`;
}

/** The address of who made the lookup. */
export function clientOf({ transactions: [root] }: TraceRow): string {
  return root.client.replace(/:\d+$/, '');
}

/** A link to the root is as sure as the weakest on the way. */
function weakest(trace: TraceRow, transaction: TransactionRow): (typeof RANK)[number] {
  let rank = 0;
  let at: TransactionRow | undefined = transaction;
  for (let depth = 0; at && at.parent !== null && depth < 16; depth++) {
    rank = Math.max(rank, RANK.indexOf(at.confidence as (typeof RANK)[number]));
    const parent: number = at.parent;
    at = trace.transactions.find((other) => other.transaction === parent);
  }
  return RANK[rank];
}

/** One line of figures. */
export function figures({ lookups, traces, links, found, right, wrong, merged }: Judgement): string {
  const count = (of: ByConfidence) => RANK.map((word) => `${of[word].length} ${word}`).join(', ');
  const share = ((100 * found) / links).toFixed(2);
  return [
    `${traces} traces of ${lookups} lookups`,
    `${found} of ${links} links found (${share}%)`,
    `right: ${count(right)}`,
    `false: ${count(wrong)}`,
    `${merged.size} queries merged`,
  ].join('; ');
}
