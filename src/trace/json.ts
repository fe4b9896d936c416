// In: a described trace or transaction. Out: the objects of `--rows traces` and `--rows transactions`.

import type { Hop, TraceView } from './describe.ts';
import type { TransactionView } from './path/describe-transaction.ts';
import type { EncryptedLeg } from './path/encrypted.ts';
import type { Naming } from './path/naming.ts';

/** Turns the row of a hop into its event as it stands in JSON. */
export type EventOf = (row: number) => Readonly<Record<string, unknown>>;

/** A trace as the contract has it. */
export function traceJson(view: TraceView, naming: Naming, eventOf: EventOf) {
  return {
    trace: view.trace,
    root: view.root.transaction,
    transactions: view.transactions.map((transaction) => transactionJson(transaction, view.trace, naming)),
    hops: view.hops.map((hop) => hopJson(hop, eventOf)),
    breakdown: {
      network_ns: view.breakdown.networkNs,
      forwarder_ns: view.breakdown.forwarderNs,
      upstream_ns: view.breakdown.upstreamNs,
    },
    verdict: view.verdict,
  };
}

export function transactionJson(view: TransactionView, trace: number, naming: Naming) {
  const [first] = view.path.rows;
  return {
    transaction: view.transaction,
    trace,
    parent: view.parent === 0 ? null : view.parent,
    relation: view.relation,
    confidence: view.confidence,
    evidence: view.evidence,
    id: naming.shown?.('id', first) ?? view.id.toString(16).padStart(4, '0'),
    name: view.name,
    qtype: naming.shown?.('qtype', first) ?? naming.type(view.qtype),
    proto: view.transport,
    client: view.client,
    server: view.server,
    state: view.state,
    attempts: view.attempts,
    hops: view.path.rows.length,
    latency_ns: view.latencyNs ?? null,
    rcode: view.rcode === undefined ? '' : naming.rcode(view.rcode),
    ...(view.encrypted.length > 0 && { encrypted: view.encrypted.map(encryptedJson) }),
  };
}

/** Times since the transaction's first event. */
function encryptedJson(leg: EncryptedLeg) {
  return {
    server: leg.server,
    proto: leg.transport,
    sent_ns: leg.sentNs,
    bytes_sent: leg.bytesSent,
    received_ns: leg.receivedNs ?? null,
    bytes_received: leg.bytesReceived,
    confidence: leg.confidence,
    evidence: leg.evidence,
  };
}

function hopJson(hop: Hop, eventOf: EventOf) {
  return {
    ...eventOf(hop.row),
    offset_ns: hop.offsetNs,
    delta_ns: hop.deltaNs,
    transaction: hop.transaction,
    note: hop.note,
  };
}
