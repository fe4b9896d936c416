// The event whose path is open, the hop under the cursor and a place -> title and lines, made anew when the trace changes.
import type { FieldContext } from '../../fields/context.ts';
import { padded } from '../../fields/text.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import { describeTrace } from '../../trace/describe.ts';
import type { PanePlace } from '../arrange.ts';
import { PANE_MARGIN } from '../chrome/pane.tsx';
import type { PaneContent } from '../detail/pane-text.ts';
import type { PathState } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import { traceFingerprint } from './fingerprint.ts';
import { type PathText, pathText } from './lines.ts';

/** The width of a path that is copied. */
const COPIED_WIDTH = 160;

const GONE: PathText = { title: 'path', head: ['This lookup has been evicted by newer ones.'], ladder: [] };

export class PathPane {
  private readonly context: FieldContext;
  private readonly theme: Theme;
  private key = '';
  private width = 80;
  private text: PathText = GONE;
  private hops: readonly number[] = [];

  constructor(context: FieldContext, theme: Theme) {
    this.context = context;
    this.theme = theme;
  }

  /** Whether there is a path to open from a row. */
  has(row: number): boolean {
    return this.traceOf(row) !== 0;
  }

  /** The rows of the hops, in the order of the ladder. */
  hopsOf({ row }: PathState): readonly number[] {
    this.read(row, this.width);
    return this.hops;
  }

  /** What fits in the place, so that the hop under the cursor is seen. */
  content({ row, hop }: PathState, place: PanePlace): PaneContent {
    this.read(row, place.width - PANE_MARGIN);
    const { title, head } = this.text;
    const index = this.hops.indexOf(hop);
    const lines = [...head, ...this.window(hop, place.width - PANE_MARGIN, place.height - 1 - head.length)];
    const count = this.hops.length;
    return { title: count === 0 ? title : `${title}  hop ${index + 1} of ${count}`, lines };
  }

  /** The whole path as text. */
  copied({ row }: PathState): string {
    const plain: Theme = { ...this.theme, paint: (_, text) => text, begin: () => '', end: '' };
    const view = this.describe(row);
    if (!view) return '';
    const { title, head, ladder } = pathText(this.context, view, COPIED_WIDTH, plain);
    return [title, ...head, ...ladder.map((line) => line.text)].map((line) => line.trimEnd()).join('\n');
  }

  /** The lines of the ladder that have a place, with the cursor in its middle where there are more. */
  private window(hop: number, width: number, height: number): string[] {
    const { ladder } = this.text;
    const at = ladder.findIndex((line) => line.row === hop);
    const top = Math.max(0, Math.min(at - Math.floor(height / 2), ladder.length - height));
    return ladder.slice(top, top + Math.max(0, height)).map((line, index) => {
      if (top + index !== at) return line.text;
      return this.theme.paint('cursor', padded(line.plain ?? line.text, width));
    });
  }

  private read(row: number, width: number): void {
    const trace = this.traceOf(row);
    const { traces, identities } = this.context;
    const key =
      traces && trace !== 0 ? `${width} ${identities.version} ${traceFingerprint(traces, trace)}` : '';
    if (key === this.key && key !== '') return;
    this.key = key;
    this.width = width;
    const view = this.describe(row);
    this.text = view ? pathText(this.context, view, width, this.theme) : GONE;
    this.hops = this.text.ladder.flatMap((line) => (line.row === undefined ? [] : [line.row]));
  }

  private describe(row: number) {
    const { store, traces } = this.context;
    const trace = this.traceOf(row);
    return traces && trace !== 0 ? describeTrace(store, traces, trace, traceNaming(this.context)) : undefined;
  }

  private traceOf(row: number): number {
    const { store, traces } = this.context;
    return traces === undefined || row < store.first ? 0 : traces.traceOf(row);
  }
}
