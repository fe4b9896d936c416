// In: rows that the user chose on the screen. Out: a capture file of its own that holds them.
import { type FileHandle, rename, stat, unlink } from 'node:fs/promises';
import type { FieldContext } from '../fields/context.ts';
import { Encoder } from './encoder.ts';
import { create, systemReason } from './files.ts';

/** Bytes collected for one write. */
const PIECE_BYTES = 1 << 18;
/** Rows looked at before the event loop gets its turn. */
const ROWS_AT_ONCE = 1 << 13;

export interface SaveOptions {
  readonly context: FieldContext;
  readonly path: string;
  /** In the order in which they are to stand. */
  readonly rows: ArrayLike<number>;
  /** Write over a file that is there. */
  readonly replace: boolean;
  /** Events that the capture has lost so far. */
  readonly lost: number;
}

/** `exists`: nothing was written, as there is such a file. `gone`: rows that had left the store before their turn. */
export type Saved = { readonly exists: true } | { readonly written: number; readonly gone: number };

/** Writes the rows off the event loop. Throws an Error in one line; then there is no new file. */
export async function saveRows(options: SaveOptions): Promise<Saved> {
  const { path, replace } = options;
  const target = replace ? `${path}.${process.pid}.part` : path;
  try {
    if (replace && !(await stat(path)).isFile()) throw new Error(`${path} is not a plain file`);
    const handle = await create(target);
    const saved = await writeAll(handle, options)
      .finally(() => handle.close())
      .catch(async (error: Error) => {
        await unlink(target);
        throw error;
      });
    // In place of what is there, whatever that is: a link is not followed.
    if (replace) await rename(target, path);
    return saved;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && !replace) return { exists: true };
    throw new Error(`write ${path}: ${systemReason(error as Error)}`);
  }
}

async function writeAll(handle: FileHandle, { context, rows, lost }: SaveOptions): Promise<Saved> {
  const { store } = context;
  const encoder = new Encoder(context);
  let written = 0;
  let gone = 0;
  encoder.begin();
  for (let i = 0; i < rows.length; ) {
    encoder.refresh();
    const end = Math.min(rows.length, i + ROWS_AT_ONCE);
    for (; i < end && encoder.out.length < PIECE_BYTES; i++) {
      if (rows[i] < store.first || rows[i] >= store.end) {
        gone++;
        continue;
      }
      encoder.put(rows[i]);
      written++;
    }
    await handle.writeFile(encoder.out.take());
  }
  encoder.end({ lost, skipped: gone });
  await handle.writeFile(encoder.out.take());
  return { written, gone };
}

/** `dnstop-20261122-204700.pcapng`. */
export function proposedName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `dnstop-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.pcapng`;
}
