// A trace by number -> a text that is another one whenever its description would be.
import { stateOf } from '../../trace/path/describe-transaction.ts';
import type { Traces } from '../../trace/traces.ts';

/** As many as are described. */
const MAX_TRANSACTIONS = 256;

export function traceFingerprint(traces: Traces, trace: number): string {
  const { transactions: t } = traces;
  const parts: (number | string)[] = [];
  const seen = new Set<number>();
  const look = (number: number): void => {
    if (seen.has(number) || !t.alive(number)) return;
    seen.add(number);
    for (const member of t.members(number, MAX_TRANSACTIONS)) {
      const at = t.at(member);
      parts.push(member, t.lastRow[at], t.parent[at], t.relation[at], t.confidence[at], t.flags[at]);
      parts.push(t.attempts[at], stateOf(traces, member));
      // It waited for the answer of a transaction of another trace, which is shown with it.
      if (t.shared[at] !== 0) look(t.trace[t.at(t.shared[at])]);
    }
  };
  look(trace);
  return parts.join(' ');
}
