// Events in a store, keys and the size of a terminal -> frames on that terminal: the screen, wired.
import { arrange } from './arrange.ts';
import { emptyText } from './chrome/empty.ts';
import { TextField } from './chrome/text-field.tsx';
import { Composer, type Scene } from './compose.ts';
import { copyEffects } from './copying.ts';
import { type Effects, performed } from './effects.ts';
import { Filters } from './filter/filters.ts';
import { firstState } from './first-state.ts';
import { type Clock, FrameClock, SYSTEM_CLOCK } from './frames.ts';
import { Gauges } from './gauges.ts';
import { Keyboard } from './input/keyboard.ts';
import { type Taker, take } from './input/taking.ts';
import { ListOnShow } from './listing/list-on-show.ts';
import { type Listing, Listings } from './listing/listings.ts';
import { Mouse } from './mouse/mouse.ts';
import { Panes } from './panes/panes.ts';
import { savingEffects } from './saving.ts';
import { printed, Screen } from './screen.ts';
import type { Action } from './state/action.ts';
import { positionOf } from './state/cursor.ts';
import { reduce } from './state/reducer.ts';
import type { Matches } from './state/rows.ts';
import type { State } from './state/state.ts';
import type { World } from './state/world.ts';
import { TablePainter } from './table/painter.ts';
import { tablesEffects } from './tables/effects.ts';
import { Hold } from './terminal/hold.ts';
import type { Terminal } from './terminal/terminal.ts';
import { tinted } from './theme/tint.ts';
import type { ViewOptions } from './view-options.ts';
import { worldOf } from './world-of.ts';

/** The screen of the program. It lives until stop(), which comes from outside or follows onQuit. */
export class View {
  private readonly options: ViewOptions;
  private readonly clock: Clock;
  private readonly listings: Listings;
  private readonly list: ListOnShow;
  private readonly gauges: Gauges;
  private readonly panes: Panes;
  private readonly table: TablePainter;
  private readonly field: TextField;
  private readonly mouse: Mouse;
  private readonly taker: Taker & { world(): World };
  private readonly filters: Filters;
  private readonly composer: Composer;
  private readonly screen: Screen;
  private readonly frames: FrameClock;
  private readonly keyboard: Keyboard;
  private readonly hold: Hold;
  private readonly effects: Effects;
  private state: State;
  private owesFrame = false;
  private ended = false;

  constructor(options: ViewOptions) {
    const { context, fields, defaults, theme, terminal } = options;
    this.options = options;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    const onFound = () => this.frames.soon();
    this.listings = new Listings({ context, fields, defaults, clock: this.clock, onFound });
    this.table = new TablePainter(theme);
    this.list = this.listOf(onFound);
    this.field = new TextField(theme);
    const { clock, field, table } = this;
    const choice = () => this.listing.choice;
    const { watched } = options;
    const onCounted = onFound;
    this.panes = new Panes({ context, fields, theme, clock, field, choice, table, watched, onCounted });
    this.taker = {
      state: () => this.state,
      world: () => this.world(),
      perform: (action) => this.perform(action),
      dispatch: (action) => this.dispatch(action),
      field,
      point: (what) => this.mouse.point(what),
      told: (answer) => options.background.told(answer) && this.frames.now(),
    };
    const send = (sequence: string) => this.screen.send(sequence);
    this.mouse = new Mouse({ ...this.taker, table, send });
    this.filters = this.filtersOf(onFound);
    this.composer = new Composer(theme, this.table, this.filters.view, this.panes);
    this.screen = new Screen(
      (text, done) => terminal.write(text, done),
      () => this.idle(),
    );
    this.frames = new FrameClock(this.clock, () => this.paint());
    this.keyboard = new Keyboard(this.clock, (input) => {
      // What the terminal was asked it may answer at the very end.
      if (!this.ended || 'answer' in input) take(input, this.taker);
    });
    this.gauges = new Gauges(options, () => this.listing.filtering.matches, this.clock, onFound);
    this.hold = this.holdOf(terminal);
    this.effects = this.effectsOf();
    this.state = firstState(options);
    this.list.follow(undefined);
  }

  /** Takes the terminal and shows the first frame. */
  start(): void {
    this.hold.take();
    const { background } = this.options;
    if (background.question !== '') {
      this.screen.send(background.question);
      background.asked();
    }
    this.applyFilter();
    this.panes.tables.follow(this.state);
    this.frames.now();
  }

  /** Rows were appended to the store, or what is watched has changed. */
  tick(): void {
    this.gauges.count();
    this.list.work();
    this.frames.soon();
  }

  /** Says a line about something that no key did. */
  notify(text: string): void {
    if (!this.ended) this.dispatch({ type: 'notice', text });
  }

  /** Gives the terminal back; the promise is kept when nothing is written to it any more. */
  stop(keeps = false): Promise<void> {
    this.ended = true;
    this.gauges.stop();
    this.list.stop();
    this.filters.stop();
    this.keyboard.stop();
    return this.hold
      .give(() => (keeps ? printed(this.screen.lines) : ''))
      .then(() => {
        this.composer.close();
        this.field.close();
      });
  }

  /** Ends as when the user quits: gives the terminal back, then calls onQuit. */
  quit(keeps = false): void {
    if (this.ended) return;
    this.stop(keeps).then(this.options.onQuit);
  }

  private holdOf(terminal: Terminal): Hold {
    return new Hold(terminal, this.clock, {
      input: (bytes) => this.keyboard.read(bytes),
      resized: () => this.resized(),
      closed: () => this.quit(),
      quit: () => this.quit(),
      quiet: (done) => {
        this.frames.stop();
        this.screen.stop(() => this.options.background.settled(done));
      },
      resumed: () => {
        this.screen.start();
        this.mouse.resumed();
        this.frames.start();
        this.resized();
      },
    });
  }

  private listOf(onSorted: () => void): ListOnShow {
    const { listings, table, clock } = this;
    const { onLayout } = this.options;
    return new ListOnShow({ listings, table, clock, state: () => this.state, onSorted, onLayout });
  }

  private filtersOf(onCounted: () => void): Filters {
    const { clock, table, taker } = this;
    const { context, theme, personal: memory } = this.options;
    const columns = () => table.shownColumns();
    const shown = (row: number, column: string) => this.listing.choice.text(row, column);
    return new Filters({ context, clock, theme, memory, onCounted, columns, shown, ...taker });
  }

  private effectsOf(): Effects {
    const { table, panes } = this;
    const { json, clipboard } = this.options;
    const send = (sequence: string) => this.screen.send(sequence);
    return {
      ...this.filters.effects,
      ...this.mouse.effects,
      quit: ({ keeps }) => this.quit(keeps),
      suspend: () => this.hold.suspend(),
      ...copyEffects({ table, panes, json, clipboard, send, ...this.taker }),
      ...savingEffects({ files: this.options.files, ...this.taker }),
      ...tablesEffects({ pane: this.panes.tables, ...this.taker }),
      redraw: () => {
        this.screen.forget();
        this.frames.now();
      },
    };
  }

  private resized(): void {
    const { columns, lines } = this.options.terminal.size();
    this.screen.forget();
    this.dispatch({ type: 'resize', columns, lines });
  }

  private perform(action: Action): void {
    if (!performed(this.effects, action)) this.dispatch(action);
  }

  private dispatch(action: Action): void {
    if (this.ended) return;
    const before = this.state;
    this.state = reduce(before, action, this.world());
    this.list.follow(before);
    if (this.state.filter !== before.filter) this.applyFilter();
    this.panes.tables.follow(this.state);
    this.gauges.expire();
    this.frames.now();
  }

  private get listing(): Listing {
    return this.list.listing;
  }

  private applyFilter(): void {
    this.state = this.filters.check(this.state);
    this.list.applyFilter();
  }

  private rows(): Matches {
    return this.list.rows();
  }

  private world(): World {
    const { listings, panes, options, clock } = this;
    return worldOf(this.state, {
      ...{ listings, panes, context: options.context },
      rows: this.rows(),
      nowMs: clock.now(),
      table: this.table,
    });
  }

  private idle(): void {
    if (!this.owesFrame) return;
    this.owesFrame = false;
    this.frames.now();
  }

  private paint(): void {
    if (this.screen.busy) {
      this.owesFrame = true;
      return;
    }
    const { state } = this;
    const rows = this.rows();
    const { table } = arrange(state);
    const { header, counts } = this.gauges.read(state, rows, positionOf(state, rows, table.height).cursor);
    const scene: Scene = {
      rows,
      counts,
      header,
      // What is held still is not read anew.
      revision: state.pausedAt === undefined ? this.listing.revision : undefined,
      empty: (width) => this.emptyText(width),
    };
    this.screen.show(tinted(this.composer.compose(state, scene), this.options.background.ground));
  }

  private emptyText(width: number): string {
    const { context, watched, theme } = this.options;
    const { first, end } = context.store;
    const { complete } = this.listing.filtering.matches;
    return emptyText(this.state, { theme, watched: watched(), first, end, complete }, width);
  }
}
