// In: bytes of whole blocks. Out: the file, or the ring of files, that holds them.
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { invokerOf } from '../config/invoker.ts';
import { Writer } from '../output/writer.ts';

/** A capture tells who looked up what: it is its owner's alone. */
const MODE = 0o600;
const STDOUT = 1;

/** Files of about `bytes` each, of which the newest `count` are kept. */
export interface Ring {
  readonly bytes: number;
  readonly count: number;
}

/** One file after the other; each belongs to the user behind sudo where it is new. */
export class Files {
  /** Bytes written to the file that is open. */
  size = 0;
  readonly #path: string;
  readonly #ring: Ring | undefined;
  readonly #now: () => Date;
  #handle: FileHandle | undefined;
  #writer: Writer | undefined;
  #number = 0;
  readonly #kept: string[] = [];

  /** `path`: `-` is standard output. */
  constructor(path: string, ring: Ring | undefined, now: () => Date = () => new Date()) {
    this.#path = path;
    this.#ring = ring;
    this.#now = now;
  }

  /** Bytes until the ring turns; 0 or less where the file is full. */
  get room(): number {
    return this.#ring ? this.#ring.bytes - this.size : Number.POSITIVE_INFINITY;
  }

  /** The reader of a pipe has gone. */
  get isClosed(): boolean {
    return this.#writer?.closed === true;
  }

  /** Opens the first file, or the next one in place of the oldest. Throws what the system says. */
  async open(): Promise<void> {
    await this.close();
    this.size = 0;
    if (this.#path === '-') {
      this.#writer = new Writer(STDOUT);
      return;
    }
    if (this.#ring && this.#kept.length >= this.#ring.count)
      await unlink(this.#kept.shift()!).catch(() => {});
    const path = this.#ring ? ringName(this.#path, ++this.#number, this.#now()) : this.#path;
    this.#handle = await create(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      return open(path, 'w', MODE);
    });
    this.#kept.push(path);
    this.#writer = new Writer(this.#handle.fd);
  }

  /** Resolves once all is written or the reader has gone. Throws what the system says. */
  async write(bytes: Uint8Array): Promise<void> {
    const writer = this.#writer!;
    await new Promise<void>((resolve) => {
      writer.write(bytes, resolve);
    });
    if (writer.error) throw writer.error;
    this.size += bytes.length;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

/**
 * Makes a file that is not there yet, also not as a link to nowhere, for the user behind sudo. Throws what the system
 * says, EEXIST where it is there.
 */
export async function create(path: string): Promise<FileHandle> {
  const handle = await open(path, 'wx', MODE);
  const invoker = invokerOf(process.env, process.geteuid?.());
  if (invoker) await handle.chown(invoker.uid, invoker.gid);
  return handle;
}

/** `NAME_00001_20261122200500.pcapng`, as dumpcap names the files of a ring and Wireshark finds them as a set. */
export function ringName(path: string, number: number, now: Date): string {
  const extension = extname(path);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const name = `${basename(path, extension)}_${String(number).padStart(5, '0')}_${day}${time}${extension}`;
  return join(dirname(path), name);
}

/** What the system says, without the call and the path that Node.js adds: these are said anyway. */
export function systemReason(error: Error): string {
  return error.message.replace(/, \w+( '.*')?$/s, '');
}
