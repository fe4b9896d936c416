// In: what one asker asked for a lookup, with its moments. Out: where the time of the lookup went.

/** Nanoseconds; together they are the time of the lookup, up to the answer or the last event. */
export interface Breakdown {
  /** Between points, on the way there and back. */
  readonly networkNs: number;
  /** Inside forwarders and resolvers of this machine, not waiting for others. */
  readonly forwarderNs: number;
  /** Waiting for servers, from the last point that saw the query to the first that saw an answer. */
  readonly upstreamNs: number;
  /** Of the asker itself, between an answer and its next query. */
  readonly clientNs: number;
}

/** Moments of a transaction, in nanoseconds of event time. */
export interface Span {
  readonly start: number;
  /** The query was last seen. */
  readonly arrival: number;
  /** The first response was seen; undefined where there was none. */
  readonly response: number | undefined;
  /** The answer reached the asker, or it went on without one, or the last event. */
  readonly end: number;
  /** Whether the query was seen to reach a process of this machine. */
  readonly received: boolean;
  /** What its receiver asked, by start. */
  readonly children: readonly Span[];
}

/**
 * The time of one lookup, shared out; each moment counts once. `asked`: all that the asker asked for it, by start.
 */
export function breakdownOf(asked: readonly Span[]): Breakdown {
  const sums = { networkNs: 0, forwarderNs: 0, upstreamNs: 0, clientNs: 0 };
  let at = asked.length === 0 ? 0 : asked[0].start;
  for (const span of asked) {
    const from = Math.max(at, span.start);
    sums.clientNs += from - at;
    at = Math.max(from, span.end);
    share(span, from, at, ownTime(span), sums);
  }
  return sums;
}

type Sums = { -readonly [Name in keyof Breakdown]: number };

/** Who answers without asking on is waited for as a forwarder (its cache); who neither answers nor asks, as a server. */
function ownTime({ received, response, children }: Span): keyof Sums {
  return children.length > 0 || (received && response !== undefined) ? 'forwarderNs' : 'upstreamNs';
}

/** Shares out the part from..to of a transaction; `own` takes what its receiver spent on it. */
function share(span: Span, from: number, to: number, own: keyof Sums, sums: Sums): void {
  const arrival = clamp(span.arrival, from, to);
  const response = clamp(span.response ?? to, arrival, to);
  sums.networkNs += arrival - from + (to - response);
  let at = arrival;
  span.children.forEach((child, i) => {
    const start = clamp(child.start, at, response);
    const next = span.children[i + 1];
    // A child without answer is waited for until something else is asked.
    const until = child.response === undefined ? (next?.start ?? response) : child.end;
    const end = clamp(until, start, response);
    sums[own] += start - at;
    share(child, start, end, child.children.length > 0 ? 'forwarderNs' : 'upstreamNs', sums);
    at = end;
  });
  sums[own] += response - at;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
