// In: nothing. Out: the form in which events come from a source into the store.
import type { Columns } from './columns.ts';

/** The dictionaries that entries of a batch belong to, by their number on the wire. */
export const DICTIONARY = { text: 0, process: 1, netns: 2, remark: 3, translation: 4, encrypted: 5 } as const;

/** Events since the last batch. Its memory is the source's and is overwritten by the next batch. */
export interface Batch {
  /** Number of events; the columns may be longer. */
  readonly rows: number;
  readonly columns: Columns;
  /** Dictionary entries these and later rows need: [u32 dictionary][u32 index][u32 length][bytes padded to 4]… */
  readonly entries: Uint8Array;
  /** The next bytes of the message stream. */
  readonly messages: Uint8Array;
}
