// What a row of the list is -> the rows that match a filter, the columns they may have, and when their text changes.
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import { GroupMatches } from '../../filter/group-matches.ts';
import { stateOf } from '../../trace/path/describe-transaction.ts';
import type { Traces } from '../../trace/traces.ts';
import { Filtering } from '../filtering.ts';
import type { Clock } from '../frames.ts';
import { traceFingerprint } from '../path/fingerprint.ts';
import { ColumnChoice } from '../table/choice.ts';
import { EventRows } from './event-rows.ts';
import { lookupFields } from './lookup-fields.ts';

/** One way to list what is kept. */
export interface Listing {
  readonly filtering: Filtering;
  readonly choice: ColumnChoice;
  /** Another text whenever the row's columns may show something else; not there where they never do. */
  readonly revision?: (row: number) => string;
  /** The row of this list that an event belongs to. */
  rowOf(event: number): number;
}

export interface ListingParts {
  context: FieldContext;
  fields: readonly Field[];
  /** Names of the columns for events where the user chose none. */
  defaults: readonly string[];
  clock: Clock;
  /** A search has found more, or has ended. */
  onFound(): void;
}

/** The list of events, of transactions and of traces. The latter are made when first asked for. */
export class Listings {
  private readonly parts: ListingParts;
  private readonly made: { [Rows in RowKind]?: Listing } = {};

  constructor(parts: ListingParts) {
    this.parts = parts;
  }

  of(rows: RowKind): Listing {
    this.made[rows] ??= rows === 'events' ? this.events() : this.lookups(rows);
    return this.made[rows];
  }

  stop(): void {
    for (const { filtering } of Object.values(this.made)) filtering.stop();
  }

  private events(): Listing {
    const { context, fields, defaults, clock, onFound } = this.parts;
    return {
      filtering: new Filtering(new EventRows(context), clock, onFound),
      choice: new ColumnChoice(context, fields, defaults),
      rowOf: (event) => event,
    };
  }

  private lookups(rows: 'transactions' | 'traces'): Listing {
    const { context, fields, defaults, clock, onFound } = this.parts;
    const { traces } = context;
    if (!traces) return this.of('events');
    const own = lookupFields(context, traces, fields, rows);
    return {
      filtering: new Filtering(new GroupMatches(context, traces, rows), clock, onFound),
      choice: new ColumnChoice(context, own, columnsFor(rows, defaults), rows),
      revision: rows === 'traces' ? traceRevision(traces) : transactionRevision(traces),
      rowOf: (event) => firstRowOf(context, traces, event, rows),
    };
  }
}

/** How it ended comes first; what is said of a single message goes. A trace says by its verdict who answered. */
function columnsFor(rows: RowKind, events: readonly string[]): readonly string[] {
  const left = [
    'qr',
    'latency_ns',
    'addresses',
    ...(rows === 'traces' ? ['src', 'dst', 'proc.pid', 'pid'] : []),
  ];
  const kept = events.filter((name) => !left.includes(name));
  const last = rows === 'traces' ? 'verdict' : 'addresses';
  return ['state', 'latency_ns', ...kept, 'attempts', 'hops', last];
}

function firstRowOf(context: FieldContext, traces: Traces, event: number, rows: RowKind): number {
  if (event < context.store.first || event >= context.store.end) return event;
  const number = rows === 'traces' ? traces.traceOf(event) : traces.transactionOf(event);
  return number === 0 ? event : traces.transactions.first(number);
}

function transactionRevision(traces: Traces) {
  const { transactions: t } = traces;
  return (row: number): string => {
    const transaction = traces.transactionOf(row);
    if (transaction === 0) return '';
    const at = t.at(transaction);
    return `${t.lastRow[at]} ${t.flags[at]} ${t.attempts[at]} ${stateOf(traces, transaction)}`;
  };
}

function traceRevision(traces: Traces) {
  return (row: number): string => {
    const trace = traces.traceOf(row);
    return trace === 0 ? '' : traceFingerprint(traces, trace);
  };
}
