// In: a folder. Out: the names in it, those that are there and those that come.
import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** The folder may be made only later, and watching may be refused (fs.inotify.max_user_watches). */
const LOOK_AGAIN_MS = 10_000;

/** Tells names in a folder, each at least once. */
export class FolderNames {
  readonly #folder: string;
  readonly #tell: (name: string) => void;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, tell: (name: string) => void) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /** Resolves after the first look. */
  async start(againMs = LOOK_AGAIN_MS): Promise<void> {
    this.#timer = setInterval(() => void this.#look(), againMs).unref();
    await this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watcher?.close();
  }

  async #look(): Promise<void> {
    this.#watch();
    const names = await readdir(this.#folder).catch(() => []);
    // Gone: another may come in its place, which the watcher would not see.
    if (names.length === 0) this.#unwatch();
    for (const name of names) this.#tell(name);
  }

  /** Before looking, so that nothing is missed between the two. */
  #watch(): void {
    if (this.#watcher || !this.#timer) return;
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, (_, name) => name && this.#tell(name));
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      // Missing, or no watches left: looking again does.
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
