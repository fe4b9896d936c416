// In: the store and what explains its values. Out: everything a field needs to read a row.
import type { Store } from '../store/store.ts';
import { type Identities, NO_IDENTITIES } from './identity.ts';
import { Mnemonics } from './mnemonics.ts';

export interface FieldContextOptions {
  readonly store: Store;
  /** The addon's mnemonics(): JSON text. */
  readonly mnemonics: string;
  /** The addon's describe(): everything in a message as JSON text. */
  readonly describe: (message: Uint8Array, originalLength: number) => string;
  readonly identities?: Identities;
}

/** What fields read from, one for each store. */
export class FieldContext {
  readonly store: Store;
  readonly mnemonics: Mnemonics;
  readonly identities: Identities;
  readonly describe: FieldContextOptions['describe'];

  constructor(options: FieldContextOptions) {
    this.store = options.store;
    this.mnemonics = new Mnemonics(options.mnemonics);
    this.identities = options.identities ?? NO_IDENTITIES;
    this.describe = options.describe;
  }
}
