// In: the store and what explains its values. Out: everything a field needs to read a row.
import type { Store } from '../store/store.ts';
import type { Traces } from '../trace/traces.ts';
import { type Describe, Details } from './detail.ts';
import { TimestampFormat } from './format.ts';
import { type Container, type Identities, NO_IDENTITIES } from './identity.ts';
import { Mnemonics } from './mnemonics.ts';
import { Users } from './users.ts';

export interface FieldContextOptions {
  readonly store: Store;
  /** The addon's mnemonics(): JSON text. */
  readonly mnemonics: string;
  readonly describe: Describe;
  readonly identities?: Identities;
  readonly users?: Users;
}

/** What fields read from, one for each store. */
export class FieldContext {
  readonly store: Store;
  readonly mnemonics: Mnemonics;
  readonly identities: Identities;
  readonly users: Users;
  readonly timestamps = new TimestampFormat();
  /** Everything in a row's message. */
  readonly details: Details;
  /** Where transactions and traces are followed; must be told of every append. */
  traces: Traces | undefined;

  constructor(options: FieldContextOptions) {
    this.store = options.store;
    this.mnemonics = new Mnemonics(options.mnemonics);
    this.identities = options.identities ?? NO_IDENTITIES;
    this.users = options.users ?? new Users();
    this.details = new Details(options.store, options.describe);
  }

  /** The container of a process, else the one whose network namespace it is. */
  container(process: number, netns: number): Container | undefined {
    const { containerId } = this.store.processes.at(process);
    const own = containerId === '' ? undefined : this.identities.container(containerId);
    return own ?? this.identities.containerOfNetns(this.store.netns.at(netns).inode);
  }
}
