// In: what the user did on the screen. Out: the same at the next start: columns, sort, filter history, saved filters.
import type { Invoker } from './invoker.ts';
import {
  addToHistory,
  emptyMemory,
  LaterVersion,
  type Memory,
  memoryText,
  parseMemory,
  type TableLayout,
} from './memory.ts';
import { StateFile } from './state-file.ts';

/** What is remembered is written this long after the first change, so that many changes are one write. */
const WRITE_AFTER_MS = 500;
/** Another dnstop that is writing is done by then. */
const AGAIN_AFTER_MS = 20;
const TRIES_AT_END = 50;
/** Characters of an entry of the history. */
const LONGEST_ENTRY = 4000;

export interface RememberedOptions {
  /** Path of state.json; undefined remembers until the program ends only. */
  readonly path: string | undefined;
  /** Under sudo, the user whose file it is. */
  readonly invoker?: Invoker;
  /** The settings a layout is made under: where they change, what was chosen on the screen no longer counts. */
  readonly base?: string;
  /** Told once, in one line, what could not be read or written. The program goes on. */
  onTrouble?(line: string): void;
}

/**
 * What the program remembers from one run to the next. Reading is done at construction; every `remember…`, `save…` and
 * `forget…` shows at once and is written a moment later, and by close(). Several programs share the file: each writes its
 * own changes into what the others left there, so that no entry of the history is lost.
 */
export class Remembered {
  private readonly options: RememberedOptions;
  private readonly file: StateFile | undefined;
  private memory: Memory = emptyMemory();
  /** Not yet in the file. */
  private changes: ((memory: Memory) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Could not be read or written: left alone from then on. */
  private broken = false;
  private told = false;

  constructor(options: RememberedOptions) {
    this.options = options;
    this.file = options.path === undefined ? undefined : new StateFile(options.path, options.invoker);
    this.attempt('read', () => {
      this.memory = this.parsed(this.file?.read());
    });
  }

  /** What the table showed at a place such as `kubernetes events`; undefined where the user chose nothing there. */
  layout(place: string): TableLayout | undefined {
    const kept = this.memory.layouts.get(place);
    if (kept === undefined || kept.base === (this.options.base ?? '')) return kept;
    // An order is that of any columns.
    return kept.sort && { sort: kept.sort };
  }

  /** Undefined forgets it: back to the columns of the machine. */
  rememberLayout(place: string, layout: TableLayout | undefined): void {
    const base = this.options.base ?? '';
    this.change(({ layouts }) => {
      if (layout) layouts.set(place, { ...layout, base });
      else layouts.delete(place);
    });
  }

  /** Filters that were kept, oldest first, each once, 500 at most. */
  get history(): readonly string[] {
    return this.memory.history;
  }

  /** Puts a filter at the newest end of the history; an empty one, or a paste of pages, is not worth it. */
  rememberFilter(expression: string): void {
    const entry = expression.trim();
    if (entry !== '' && entry.length <= LONGEST_ENTRY)
      this.change(({ history }) => addToHistory(history, entry));
  }

  /** Filters saved on the screen: expressions by name. Those of the config file are not among them. */
  get filters(): ReadonlyMap<string, string> {
    return this.memory.filters;
  }

  saveFilter(name: string, expression: string): void {
    this.change(({ filters }) => filters.set(name, expression));
  }

  forgetFilter(name: string): void {
    this.change(({ filters }) => filters.delete(name));
  }

  /** Writes what is not yet written. Waits for another program that is writing, a second at most. */
  close(): void {
    for (let tries = 0; this.hasChanges() && tries < TRIES_AT_END; tries++) {
      if (tries > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_AFTER_MS);
      this.write();
    }
    if (this.hasChanges())
      this.tell(`cannot write what is remembered: another program holds ${this.file?.path}.lock`);
    clearTimeout(this.timer);
  }

  private hasChanges(): boolean {
    return this.file !== undefined && !this.broken && this.changes.length > 0;
  }

  private change(change: (memory: Memory) => void): void {
    change(this.memory);
    if (this.file) this.changes.push(change);
    this.writeAfter(WRITE_AFTER_MS);
  }

  private writeAfter(ms: number): void {
    if (this.timer || !this.hasChanges()) return;
    this.timer = setTimeout(() => this.write(), ms);
    this.timer.unref();
  }

  /** Makes the changes once more, to what is in the file by now. */
  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { changes } = this;
    let now = this.memory;
    const written = this.attempt('write', () =>
      this.file?.change((text) => {
        now = this.parsed(text);
        for (const change of changes) change(now);
        return memoryText(now);
      }),
    );
    if (written === false) this.writeAfter(AGAIN_AFTER_MS);
    if (!written) return;
    this.memory = now;
    this.changes = [];
  }

  /** A damaged file is no reason not to start; the next change replaces it. */
  private parsed(text: string | undefined): Memory {
    if (text === undefined || text === '') return emptyMemory();
    try {
      return parseMemory(text);
    } catch (error) {
      if (error instanceof LaterVersion)
        throw new Error(`${this.file?.path} is of a later dnstop; it is left as it is`);
      this.tell(`${this.file?.path} is damaged; what was remembered in it is lost`);
      return emptyMemory();
    }
  }

  private tell(line: string): void {
    if (!this.told) this.options.onTrouble?.(line);
    this.told = true;
  }

  /** The path in an error of the system may be one by way of an open folder (owned-folder.ts), which says nothing to a user. */
  private reasonOf({ message, syscall }: NodeJS.ErrnoException): string {
    if (syscall === undefined) return message;
    return `${message.split(`, ${syscall}`)[0]} (${this.file?.path})`;
  }

  private attempt<T>(what: 'read' | 'write', action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.broken = true;
      this.tell(`cannot ${what} what is remembered: ${this.reasonOf(error as NodeJS.ErrnoException)}`);
      return undefined;
    }
  }
}
