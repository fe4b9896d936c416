// In: the rows of a transaction in time order. Out: the row of the same query, or of its answer, that came before each.

import { type EndTexts, reversed } from './translation.ts';

/** A query that the asker sent to one server, on its way with all its translations, and what came back for it. */
export interface Flow {
  /** The row by which the asker sent it last. */
  sent: number;
  /** The newest row of it. */
  query: number;
  /** The last row of it before anything came back. */
  arrival: number;
  /** The newest row of what came back since it was sent last, -1 where nothing did. */
  response: number;
  readonly first: string;
  /** All ends that it had. */
  readonly ends: Set<string>;
}

/**
 * Askers may send a query to several servers at once (musl does, under one ID from one socket): the packets and their
 * answers pass each other, so that the row before is not that of the same packet.
 */
export class Flows {
  readonly #all: Flow[] = [];
  readonly #endsOf: (row: number) => EndTexts;
  readonly #ipIdOf: (row: number) => number;
  readonly #toldOf: (row: number) => EndTexts | undefined;

  /**
   * `ipIdOf` gives the identification of the network layer, 0 where there is none; `toldOf` the ends before a translation as
   * far as connection tracking tells.
   */
  constructor(
    endsOf: (row: number) => EndTexts,
    ipIdOf: (row: number) => number,
    toldOf: (row: number) => EndTexts | undefined,
  ) {
    this.#endsOf = endsOf;
    this.#ipIdOf = ipIdOf;
    this.#toldOf = toldOf;
  }

  /** The asker sent the query by `row`. */
  send(row: number): void {
    const ends = textOf(this.#endsOf(row));
    const known = this.#all.find(({ first }) => first === ends);
    const flow = known ?? {
      sent: row,
      query: row,
      arrival: row,
      response: -1,
      first: ends,
      ends: new Set([ends]),
    };
    flow.sent = flow.query = flow.arrival = row;
    flow.response = -1;
    this.#touch(flow);
  }

  /** The row of the same query before `row`, which shows it again; undefined where none was seen. */
  query(row: number): number | undefined {
    const flow = this.#ofQuery(row);
    if (flow === undefined) return undefined;
    const before = flow.query;
    flow.ends.add(textOf(this.#endsOf(row)));
    flow.query = row;
    if (flow.response < 0) flow.arrival = row;
    this.#touch(flow);
    return before;
  }

  /** The flow to which the response in `row` belongs, and the row of that before, -1 where there is none. */
  response(row: number): { flow: Flow; before: number } {
    const flow = this.#ofResponse(row) ?? { ...UNSEEN, ends: new Set() };
    const before = flow.response;
    flow.response = row;
    this.#touch(flow);
    return { flow, before };
  }

  /** The one that was seen last. */
  get newest(): Flow | undefined {
    return this.#all.at(-1);
  }

  /** By its ends; where they were translated, by what tells of it, by its packet, else it is the one seen last. */
  #ofQuery(row: number): Flow | undefined {
    if (this.#all.length < 2) return this.newest;
    const ends = textOf(this.#endsOf(row));
    const told = this.#toldOf(row);
    const before = told && textOf(told);
    const id = this.#ipIdOf(row);
    return (
      this.#all.findLast((flow) => flow.ends.has(ends)) ??
      this.#all.findLast((flow) => before !== undefined && flow.ends.has(before)) ??
      this.#all.findLast((flow) => id !== 0 && this.#ipIdOf(flow.query) === id) ??
      this.newest
    );
  }

  #ofResponse(row: number): Flow | undefined {
    const ends = textOf(reversed(this.#endsOf(row)));
    return this.#all.findLast((flow) => flow.ends.has(ends)) ?? this.newest;
  }

  #touch(flow: Flow): void {
    const at = this.#all.indexOf(flow);
    if (at >= 0) this.#all.splice(at, 1);
    this.#all.push(flow);
  }
}

/** Of responses to a query that was not seen. */
const UNSEEN = { sent: -1, query: -1, arrival: -1, response: -1, first: '' };

const textOf = ({ src, dst }: EndTexts): string => `${src} ${dst}`;
