// In: events as plain objects. Out: a store that holds them, with the context fields and filters read from.
import { FieldContext, type FieldContextOptions } from '../../src/fields/context.ts';
import { Users } from '../../src/fields/users.ts';
import { Store } from '../../src/store/store.ts';
import { BatchBuilder, type EventSpec } from './batch.ts';

/** The addon's mnemonics(), as far as tests name them. */
export const MNEMONICS = JSON.stringify({
  types: {
    1: 'A',
    2: 'NS',
    5: 'CNAME',
    6: 'SOA',
    12: 'PTR',
    15: 'MX',
    16: 'TXT',
    28: 'AAAA',
    33: 'SRV',
    65: 'HTTPS',
  },
  classes: { 1: 'IN', 3: 'CH', 255: 'ANY' },
  opcodes: { 0: 'QUERY', 4: 'NOTIFY', 5: 'UPDATE' },
  rcodes: {
    0: 'Success',
    1: 'FormatError',
    2: 'ServerFailure',
    3: 'NameError',
    4: 'NotImplemented',
    5: 'Refused',
    16: 'BADVERS',
  },
  anomalies: ['truncated', 'short_header', 'bad_pointer', 'bad_label', 'name_too_long'],
});

/** Of a message of which nothing more is told. */
export const NO_DETAIL = JSON.stringify({
  questions: [],
  answers: [],
  authority: [],
  additional: [],
  edns: null,
  anomalies: [],
});

/** A context over a store with these events as rows 0, 1, … */
export function contextOf(
  specs: readonly EventSpec[],
  options: Partial<FieldContextOptions> = {},
): FieldContext {
  const store = options.store ?? new Store(Math.max(16, specs.length));
  const builder = new BatchBuilder().add(...specs);
  store.append(builder.batch());
  return new FieldContext({
    mnemonics: MNEMONICS,
    describe: () => NO_DETAIL,
    users: new Users(() => 'root:x:0:0:root:/root:/bin/sh\nbind:x:53:53::/:/bin/false\n'),
    ...options,
    store,
  });
}
