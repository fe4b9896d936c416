// In: a transaction by number. Out: what there is to say about it: who asked whom what, how it fared, its way.
import type { Store } from '../../store/store.ts';
import type { Traces } from '../traces.ts';
import { MARK, STATE } from '../transactions.ts';
import {
  CONFIDENCE_WORDS,
  type ConfidenceWord,
  evidenceWords,
  RELATION_WORDS,
  type RelationWord,
} from '../words.ts';
import { type EncryptedLeg, encryptedLegs } from './encrypted.ts';
import { endpoint, type Naming } from './naming.ts';
import { type Path, pathOf } from './path.ts';
import { relationOf } from './relation.ts';
import { trackedTranslations } from './tracked.ts';

export interface TransactionView {
  readonly transaction: number;
  /** 0 for a root. */
  readonly parent: number;
  /** Empty for a root. */
  readonly relation: RelationWord;
  readonly confidence: ConfidenceWord;
  /** Of its place in the trace, and of its rows. */
  readonly evidence: readonly string[];
  /** DNS ID. */
  readonly id: number;
  readonly name: string;
  readonly qtype: number;
  readonly transport: 'UDP' | 'TCP';
  /** Where it began: ADDRESS:PORT of client and server, and their names. */
  readonly client: string;
  readonly server: string;
  readonly asker: string;
  /** Who received the query, as far as it was seen: a process at its place, or the address it was last sent to. */
  readonly receiver: string;
  readonly state: 'pending' | 'answered' | 'timeout';
  readonly attempts: number;
  readonly latencyNs: number | undefined;
  readonly rcode: number | undefined;
  /** Late, second, wrong source, unasked, truncated: see MARK. */
  readonly marks: number;
  readonly path: Path;
  /** What its receiver asked others, or may have, so that nobody can read it. */
  readonly encrypted: readonly EncryptedLeg[];
}

interface LinkOverride {
  readonly parent: number;
  readonly relation: number;
  readonly confidence: number;
  readonly evidence: number;
}

const STATE_WORDS = ['pending', 'answered', 'timeout'] as const;

/** Describes a transaction that is alive. */
export function describeTransaction(
  store: Store,
  traces: Traces,
  transaction: number,
  naming: Naming,
  override?: LinkOverride,
): TransactionView {
  const t = traces.transactions;
  const at = t.at(transaction);
  const link = override ?? {
    parent: t.parent[at],
    relation: relationOf(store, traces, transaction),
    confidence: t.confidence[at],
    evidence: t.evidence[at],
  };
  const path = pathOf(store, t.rows(transaction), (row) => traces.timeOf(row), naming, traces.queryTimeoutNs);
  return {
    transaction,
    parent: link.parent,
    relation: RELATION_WORDS[link.relation],
    confidence: CONFIDENCE_WORDS[link.confidence],
    evidence: [...evidenceWords(link.evidence), ...rowEvidence(store, path, t.flags[at])],
    ...question(store, path, naming),
    state: stateOf(traces, transaction),
    attempts: t.attempts[at],
    ...answer(store, traces, path),
    marks: t.flags[at],
    path,
    encrypted: encryptedLegs(store, traces, transaction, path, naming),
  };
}

/** How sure it is that the rows are those of one transaction, where there is something to say. */
function rowEvidence(store: Store, path: Path, flags: number): string[] {
  const { translated, confirmed } = trackedTranslations(store, path.queries);
  if (translated > 0 && confirmed === translated)
    return ['its translations as connection tracking tells them'];
  return (flags & MARK.doubtfulRow) !== 0 ? ['another lookup fitted some of its packets as well'] : [];
}

/** The state at the event time reached; a query is a timeout as soon as its time is over. */
export function stateOf(traces: Traces, transaction: number): TransactionView['state'] {
  const t = traces.transactions;
  const at = t.at(transaction);
  const overdue = traces.nowNs - t.attemptNs(transaction) >= traces.queryTimeoutNs;
  return t.state[at] === STATE.pending && overdue ? 'timeout' : STATE_WORDS[t.state[at]];
}

function question(store: Store, path: Path, naming: Naming) {
  const { columns: c, text } = store;
  const first = path.rows[0] % store.capacity;
  const query = path.attempts.length > 0;
  const source = endpoint(text.at(c.src_addr[first]), c.src_port[first]);
  const destination = endpoint(text.at(c.dst_addr[first]), c.dst_port[first]);
  return {
    id: c.id[first],
    name: text.at(c.name[first]),
    qtype: c.qtype[first],
    transport: c.transport[first] === 6 ? ('TCP' as const) : ('UDP' as const),
    client: query ? source : destination,
    server: query ? destination : source,
    asker: query
      ? partyAt(store, path.rows[0], 'src_addr', naming)
      : naming.address(text.at(c.dst_addr[first])),
    receiver: query
      ? partyAt(store, path.arrival, 'dst_addr', naming)
      : naming.address(text.at(c.src_addr[first])),
  };
}

/** `coredns in kube-system/coredns-7f…`, or the name of the address where the process was not seen. */
export function partyAt(store: Store, row: number, end: 'src_addr' | 'dst_addr', naming: Naming): string {
  const { columns: c, text, processes } = store;
  const place = row % store.capacity;
  const outgoing = c.pkt_type[place] === 4;
  const comm = outgoing === (end === 'src_addr') ? processes.at(c.process[place]).comm : '';
  const where = naming.place(row);
  if (comm === '') return naming.address(text.at(c[end][place]));
  return where === '' ? comm : `${comm} in ${where}`;
}

function answer(store: Store, traces: Traces, path: Path) {
  const last = path.answer >= 0 ? path.answer : path.firstResponse;
  const answered = path.answer >= 0 && path.attempts.length > 0;
  return {
    rcode: last < 0 ? undefined : store.columns.rcode[last % store.capacity],
    latencyNs: answered ? traces.timeOf(path.answer) - traces.timeOf(path.attempts[0]) : undefined,
  };
}

/** Whether all of `marks` are set. */
export function has(view: TransactionView, mark: keyof typeof MARK): boolean {
  return (view.marks & MARK[mark]) !== 0;
}
