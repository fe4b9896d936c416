// In: the bytes of dictionary entries. Out: texts, processes and network namespaces in their dictionaries.
import { DICTIONARY } from '../capture/batch.ts';
import { Dictionary } from './dictionary.ts';
import { EncryptedPackets } from './encrypted.ts';
import { Translations } from './translations.ts';

/** Who owns the socket at this end of a message. */
export interface Process {
  readonly pid: number;
  readonly tid: number;
  readonly comm: string;
  readonly exe: string;
  /** Arguments joined by a space. */
  readonly cmdline: string;
  readonly uid: number;
  readonly gid: number;
  readonly ppid: number;
  readonly pcomm: string;
  readonly containerId: string;
  readonly cgroup: string;
  /** Name of its user where it ran; undefined where only this machine can tell. */
  readonly user?: string;
}

export interface Netns {
  /** 0 where unknown. */
  readonly inode: number;
  /** `host`, the name of `ip netns`, or empty. */
  readonly name: string;
  /** Path by which it was found. */
  readonly path: string;
}

export type TextDictionary = Dictionary<string>;
export type ProcessDictionary = Dictionary<Process>;
export type NetnsDictionary = Dictionary<Netns>;
/** Comments of a capture file that dnstop wrote; no row has an index of them. */
export type RemarkDictionary = Dictionary<string>;

export class Dictionaries {
  readonly text: TextDictionary = new Dictionary('');
  readonly processes: ProcessDictionary = new Dictionary(processOf(''));
  readonly netns: NetnsDictionary = new Dictionary(netnsOf(''));
  readonly remarks: RemarkDictionary = new Dictionary('');
  readonly translations = new Translations();
  readonly encrypted = new EncryptedPackets();

  /** Takes in entries: [u32 dictionary][u32 index][u32 length][bytes padded to 4]… */
  take(entries: Uint8Array): void {
    const bytes = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength);
    for (let at = 0; at + 12 <= bytes.length; ) {
      const length = bytes.readUInt32LE(at + 8);
      this.#put(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes, at + 12, at + 12 + length);
      at += 12 + ((length + 3) & ~3);
    }
  }

  #put(dictionary: number, index: number, bytes: Buffer, start: number, end: number): void {
    if (dictionary === DICTIONARY.text) this.text.set(index, bytes.toString('latin1', start, end));
    else if (dictionary === DICTIONARY.process)
      this.processes.set(index, processOf(bytes.toString('utf8', start, end)));
    else if (dictionary === DICTIONARY.netns)
      this.netns.set(index, netnsOf(bytes.toString('utf8', start, end)));
    else if (dictionary === DICTIONARY.translation)
      this.translations.take(fieldsOf(bytes.toString('latin1', start, end)));
    else if (dictionary === DICTIONARY.encrypted)
      this.encrypted.take(fieldsOf(bytes.toString('latin1', start, end)));
    else if (dictionary === DICTIONARY.remark) this.remarks.set(index, bytes.toString('utf8', start, end));
  }
}

function processOf(entry: string): Process {
  const [pid, tid, comm, exe, cmdline, uid, gid, ppid, pcomm, containerId, cgroup, user] = fieldsOf(entry);
  return {
    pid: Number(pid ?? 0),
    tid: Number(tid ?? 0),
    comm: comm ?? '',
    exe: exe ?? '',
    cmdline: cmdline ?? '',
    uid: Number(uid ?? 0),
    gid: Number(gid ?? 0),
    ppid: Number(ppid ?? 0),
    pcomm: pcomm ?? '',
    containerId: containerId ?? '',
    cgroup: cgroup ?? '',
    user,
  };
}

function netnsOf(entry: string): Netns {
  const [inode, name, path] = fieldsOf(entry);
  return { inode: Number(inode ?? 0), name: name ?? '', path: path ?? '' };
}

/** A process chooses its name and arguments: control characters in them must not reach a terminal. */
function fieldsOf(entry: string): (string | undefined)[] {
  return entry.split('\0').map((field) => field.replace(/[\x00-\x1f\x7f-\x9f]/g, escaped));
}

function escaped(character: string): string {
  return `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
}
