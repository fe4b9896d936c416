// In: a question that its receiver answered without asking. Out: whether it was seen to have asked it before.
import type { TransactionView } from '../path/describe-transaction.ts';
import { MARK, type Transactions } from '../transactions.ts';
import type { Case } from './case.ts';

/** Older queries of the same question that are looked at; a cache that was filled longer ago is inferred. */
const MAX_BACK = 256;

/**
 * Whether the receiver of `view` asked the same question earlier and got the same answer, as far as that is kept: then what it
 * answers without asking is from its cache. Hosts files, local zones and policies answer as quickly.
 */
export function wasAskedBefore(trace: Case, { transaction }: TransactionView): boolean {
  const t = trace.traces.transactions;
  const question = t.question[t.place(transaction)];
  let older = t.sameQuestion[t.place(transaction)];
  for (let n = 0; n < MAX_BACK && t.isKept(older); n++, older = t.sameQuestion[t.place(older)]) {
    if (t.question[t.place(older)] !== question || !t.alive(older)) continue;
    if (!isAskedByReceiver(trace, t, older, transaction)) continue;
    if ((t.flags[t.at(older)] & MARK.responded) !== 0 && hasSameAnswer(trace, t, older, transaction))
      return true;
  }
  return false;
}

/** Whether the newest messages of both say the same: with a new order of its addresses, a cache is inferred as well. */
function hasSameAnswer({ store }: Case, t: Transactions, one: number, other: number): boolean {
  const { rcode, addresses } = store.columns;
  const [a, b] = [one, other].map((transaction) => t.newestRow(transaction) % store.capacity);
  return rcode[a] === rcode[b] && addresses[a] === addresses[b];
}

/** By process where both are known: on the loopback device client and server share namespace and address. */
function isAskedByReceiver({ store }: Case, t: Transactions, asked: number, received: number): boolean {
  if (t.askerNetns[t.at(asked)] !== t.atNetns[t.place(received)]) return false;
  const attempt = t.attempt(asked);
  const asker = attempt < store.first ? 0 : store.columns.process[attempt % store.capacity];
  const receiver = t.atProcess[t.at(received)];
  if (asker !== 0 && receiver !== 0)
    return store.processes.at(asker).pid === store.processes.at(receiver).pid;
  const address = t.atAddress[t.at(received)];
  return t.askerAddress[t.at(asked)] === address && t.serverAddress[t.at(asked)] !== address;
}
