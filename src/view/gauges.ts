// The store, the matches and the counters -> the numbers of the chrome, as often as an eye can read them.
import type { FieldContext } from '../fields/context.ts';
import { type HeaderProperties, type Recorded, recordedText } from './chrome/header.tsx';
import { progressText, sinceText, sourceText, type Watched } from './chrome/wording.ts';
import type { Counts } from './compose.ts';
import type { Clock } from './frames.ts';
import { type Figures, Rates } from './rates.ts';
import { Span } from './span.ts';
import { lowerBound, type Matches } from './state/rows.ts';
import type { State } from './state/state.ts';
import type { Theme } from './theme.ts';

/** Where the numbers come from that are not in the store. */
export interface Meters {
  context: FieldContext;
  theme: Theme;
  watched(): Watched;
  /** Events lost since the start. */
  lost(): number;
  /** What is recorded to a file beside; not there where nothing is. */
  recorded?(): Recorded;
}

type HeaderNumbers = Omit<
  HeaderProperties,
  'theme' | 'width' | 'sorted' | 'sorting' | 'follow' | 'paused' | 'held'
>;

/** How often the numbers change while events come; and how often they are looked at when none do. */
const MOVING_MS = 250;
const STILL_MS = 1000;

export class Gauges {
  private readonly meters: Meters;
  private readonly matches: () => Matches & { readonly complete: boolean };
  private readonly clock: Clock;
  private readonly changed: () => void;
  private readonly rates: Rates;
  /** Of a file, which says nothing by the speed at which it is read. */
  private readonly span: Span | undefined;
  private readAt = -Infinity;
  private expired = true;
  /** Time to the next reading. */
  private period = STILL_MS;
  private cancel: (() => void) | undefined;
  private header: HeaderNumbers | undefined;
  private counts: Counts = { matching: 0, total: 0, complete: true, shown: 0, held: 0, cursor: -1 };

  /** @param changed called when the numbers should be read, and shown, again. */
  constructor(meters: Meters, matches: Gauges['matches'], clock: Clock, changed: () => void) {
    this.meters = meters;
    this.matches = matches;
    this.clock = clock;
    this.changed = changed;
    const { context, watched } = meters;
    this.rates = new Rates(context, clock.now());
    if (watched().kind === 'file') this.span = new Span(context.store);
  }

  /** Rows were appended. */
  count(): void {
    this.rates.count();
    this.span?.count();
    if (this.period === STILL_MS) this.schedule(MOVING_MS);
  }

  /** A key was pressed: what it did to the numbers shows at once. */
  expire(): void {
    this.expired = true;
  }

  stop(): void {
    this.cancel?.();
  }

  /** The numbers for a frame; what was cleared away is not among them. */
  read(state: State, rows: Matches, cursor: number): { header: HeaderNumbers; counts: Counts } {
    const now = this.clock.now();
    const due = now - this.readAt >= MOVING_MS;
    const turned = (this.counts.shown === 0) !== (rows.count === 0); // the first rows, or none any more
    if (due || turned || this.expired) this.counts = { ...this.readCounts(state), shown: rows.count, cursor };
    if (due || !this.header) {
      this.readAt = now;
      this.header = this.readHeader(now);
      this.schedule(this.rates.moving() ? MOVING_MS : STILL_MS);
    }
    this.expired = false;
    return { header: this.header, counts: this.counts };
  }

  private readCounts({ clearedTo, pausedAt }: State): Omit<Counts, 'shown' | 'cursor'> {
    const { first, end } = this.meters.context.store;
    const matches = this.matches();
    const from = (row: number) => matches.count - (row <= first ? 0 : lowerBound(matches, row));
    return {
      matching: from(clearedTo),
      total: end - Math.max(first, clearedTo),
      complete: matches.complete,
      held: pausedAt === undefined ? 0 : from(Math.max(pausedAt, clearedTo)),
    };
  }

  private readHeader(now: number): HeaderNumbers {
    const { context, theme, lost, recorded, watched } = this.meters;
    const { store } = context;
    return {
      source: sourceText(watched(), theme),
      since: sinceText(watched()),
      progress: progressText(watched()),
      events: store.end,
      span: this.span?.text,
      ...this.traffic(now),
      lost: lost(),
      recorded: recordedText(recorded?.()),
      kept: store.size,
      capacity: store.capacity,
    };
  }

  private traffic(now: number): Figures {
    const rates = this.rates.figures(now);
    return this.span ? this.rates.totals : rates;
  }

  private schedule(period: number): void {
    this.cancel?.();
    this.period = period;
    this.cancel = this.clock.after(period, this.changed);
  }
}
