// The event whose path is open, the hop under the cursor and a place -> title and lines, made anew when the trace changes.
import type { FieldContext } from '../../fields/context.ts';
import { cut, padded } from '../../fields/text.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import { describeTrace } from '../../trace/describe.ts';
import type { PanePlace } from '../arrange.ts';
import { PANE_MARGIN, TITLE_MARGIN } from '../chrome/pane.tsx';
import type { PaneContent } from '../detail/pane-text.ts';
import type { Clock } from '../frames.ts';
import type { PathState } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { traceFingerprint } from './fingerprint.ts';
import type { Rung } from './ladder.ts';
import { type PathLine, type PathText, pathText } from './lines.ts';
import { pathWindow } from './window.ts';

/** The width of a path that is copied. */
const COPIED_WIDTH = 160;
/** A description that takes longer than this is made anew only after several times as long: keys and rows go first. */
const QUICK_MS = 8;
const REST = 5;
/** Lines for hops, however long the verdict is. */
const LEAST_HOPS = 4;

const GONE: PathText = {
  title: 'path',
  head: ['This lookup has been evicted by newer ones.'],
  ladder: [],
  linesOf: () => [],
};

export class PathPane {
  private readonly context: FieldContext;
  private readonly theme: Theme;
  private readonly clock: Clock;
  private row = -1;
  private ofTrace = false;
  private width = 80;
  private fingerprint = '';
  private restUntil = -Infinity;
  private text: PathText = GONE;
  private hops: readonly number[] = [];
  private lines = new Map<Rung, PathLine[]>();

  constructor(context: FieldContext, theme: Theme, clock: Clock) {
    this.context = context;
    this.theme = theme;
    this.clock = clock;
  }

  /** Whether there is a path to open from a row. */
  has(row: number): boolean {
    return this.traceOf(row) !== 0;
  }

  /** The rows of the hops, in the order of the ladder. */
  hopsOf(path: PathState): readonly number[] {
    this.read(path, this.width);
    return this.hops;
  }

  /** What fits in the place, so that the hop under the cursor is seen. */
  content(path: PathState, place: PanePlace): PaneContent {
    const { hop } = path;
    const width = place.width - PANE_MARGIN;
    this.read(path, width);
    const { title, head } = this.text;
    const index = this.hops.indexOf(hop);
    const page = place.height - 1;
    const above = head.slice(0, Math.max(1, page - LEAST_HOPS));
    const lines = [...above, ...this.window(hop, width, page - above.length)];
    const count = this.hops.length;
    if (count === 0) return { title, lines };
    const hopText = `  hop ${index + 1} of ${count}`;
    const room = place.width - TITLE_MARGIN - hopText.length;
    return { title: cut(title, room, this.theme.glyphs.ellipsis) + hopText, lines };
  }

  /** The whole path as text. */
  copied(path: PathState): string {
    const plain: Theme = { ...this.theme, paint: (_, text) => text, begin: () => '', end: '' };
    const view = this.describe(path.row);
    if (!view) return '';
    const { title, head, ladder, linesOf } = pathText(
      this.context,
      view,
      this.chosen(path),
      COPIED_WIDTH,
      plain,
    );
    const lines = ladder.flatMap((rung) => linesOf(rung).map((line) => line.text));
    return [title, ...head, ...lines].map((line) => line.trimEnd()).join('\n');
  }

  private window(hop: number, width: number, height: number): string[] {
    const lines = pathWindow(this.text.ladder, (rung) => this.linesOf(rung), hop, height);
    return lines.map(({ text, plain, isCursor }) =>
      isCursor ? this.theme.paint('cursor', padded(plain ?? text, width)) : text,
    );
  }

  private linesOf(rung: Rung): PathLine[] {
    let lines = this.lines.get(rung);
    if (!lines) {
      lines = this.text.linesOf(rung);
      this.lines.set(rung, lines);
    }
    return lines;
  }

  private read(path: PathState, width: number): void {
    const { row, ofTrace = false } = path;
    const same = row === this.row && ofTrace === this.ofTrace && width === this.width;
    const now = this.clock.now();
    if (same && now < this.restUntil) return;
    const fingerprint = this.fingerprintOf(row);
    if (same && fingerprint !== '' && fingerprint === this.fingerprint) return;
    const start = performance.now();
    const view = this.describe(row);
    this.text = view ? pathText(this.context, view, this.chosen(path), width, this.theme) : GONE;
    this.hops = view ? view.hops.map((hop) => hop.row) : [];
    this.lines.clear();
    const taken = performance.now() - start;
    this.restUntil = taken > QUICK_MS ? now + REST * taken : -Infinity;
    this.row = row;
    this.ofTrace = ofTrace;
    this.width = width;
    this.fingerprint = fingerprint;
  }

  /** '' where nothing is known of the row's lookup any more. */
  private fingerprintOf(row: number): string {
    const { traces, identities, store } = this.context;
    const trace = this.traceOf(row);
    if (!traces || trace === 0) return '';
    return `${identities.version} ${store.encrypted.told} ${traceFingerprint(traces, trace)}`;
  }

  private describe(row: number) {
    const { store, traces } = this.context;
    const trace = this.traceOf(row);
    return traces && trace !== 0 ? describeTrace(store, traces, trace, traceNaming(this.context)) : undefined;
  }

  /** The transaction for which it was opened, 0 for the lookup as a whole. */
  private chosen({ row, ofTrace }: PathState): number {
    return ofTrace ? 0 : (this.context.traces?.transactionOf(row) ?? 0);
  }

  private traceOf(row: number): number {
    const { store, traces } = this.context;
    return traces === undefined || row < store.first ? 0 : traces.traceOf(row);
  }
}
