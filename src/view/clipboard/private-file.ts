// Text -> a new file that only the user may read, written again with each next text.
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchownSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Invoker } from '../../config/invoker.ts';
import { fileIn } from '../../config/owned-folder.ts';

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_DIRECTORY } = constants;

/** A folder to write in; where it must belong to a user and does not, it is passed over. */
export interface Place {
  folder: string;
  owner: number | undefined;
}

/** One file, made with the first text and kept open: nobody can put another in its place. It stays when the program ends. */
export class PrivateFile {
  private readonly prefix: string;
  private readonly places: readonly Place[];
  private readonly invoker: Invoker | undefined;
  private made: { path: string; fd: number } | undefined;

  /** @param invoker whose the file shall be where root writes it for him. */
  constructor(prefix: string, places: readonly Place[], invoker: Invoker | undefined) {
    this.prefix = prefix;
    this.places = places;
    this.invoker = invoker;
  }

  /** The path of the file that holds the text now. Throws an Error where no place takes it. */
  write(text: string): string {
    this.made ??= this.make();
    const { fd, path } = this.made;
    const bytes = Buffer.from(text, 'utf8');
    ftruncateSync(fd, 0);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
    return path;
  }

  private make(): { path: string; fd: number } {
    const name = `${this.prefix}-${process.pid}-${randomBytes(3).toString('hex')}`;
    let trouble: unknown;
    for (const place of this.places) {
      try {
        return { path: join(place.folder, name), fd: this.makeIn(place, name) };
      } catch (error) {
        trouble = error;
      }
    }
    throw trouble;
  }

  private makeIn({ folder: path, owner }: Place, name: string): number {
    const folder = openSync(path, O_RDONLY | O_DIRECTORY);
    try {
      if (owner !== undefined && fstatSync(folder).uid !== owner)
        throw new Error(`${path} is another user's`);
      const fd = openSync(fileIn(folder, name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
      if (this.invoker) fchownSync(fd, this.invoker.uid, this.invoker.gid);
      return fd;
    } finally {
      closeSync(folder);
    }
  }
}
