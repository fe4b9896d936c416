// In: a question that its receiver answered without asking. Out: whether it was seen to have asked it before.
import type { TransactionView } from '../path/describe-transaction.ts';
import { MARK } from '../transactions.ts';
import type { Case } from './case.ts';

/** Older queries of the same question that are looked at; a cache that was filled longer ago is inferred. */
const MAX_BACK = 256;

/**
 * Whether the receiver of `view` asked the same question earlier and got an answer, as far as that is kept: then what it
 * answers without asking is from its cache. Hosts files, local zones and policies answer as quickly.
 */
export function wasAskedBefore({ traces }: Case, { transaction }: TransactionView): boolean {
  const t = traces.transactions;
  const receiver = t.atNetns[t.place(transaction)];
  const question = t.question[t.place(transaction)];
  let older = t.sameQuestion[t.place(transaction)];
  for (let n = 0; n < MAX_BACK && t.isKept(older); n++, older = t.sameQuestion[t.place(older)]) {
    if (t.question[t.place(older)] !== question || !t.alive(older)) continue;
    const at = t.at(older);
    if (t.askerNetns[at] === receiver && (t.flags[at] & MARK.responded) !== 0) return true;
  }
  return false;
}
