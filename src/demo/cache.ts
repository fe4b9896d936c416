// In: replies and the time. Out: the same replies as long as they may be remembered.
import type { Answer, Question } from 'dns-packet';
import { RCODE, type Reply } from './message.ts';

const MOST = 1000;

interface Entry {
  readonly reply: Reply;
  readonly storedAt: number;
  /** Seconds. */
  readonly ttl: number;
}

/** Replies by question for as long as their TTL says, aged; the oldest goes when it is full. */
export class Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  /** `now`: milliseconds. */
  constructor(now: () => number = performance.now.bind(performance)) {
    this.#now = now;
  }

  get(question: Question): Reply | undefined {
    const entry = this.#entries.get(key(question));
    if (!entry) return undefined;
    const age = Math.floor((this.#now() - entry.storedAt) / 1000);
    if (age >= entry.ttl) return undefined;
    const { reply } = entry;
    return {
      ...reply,
      authoritative: false,
      answers: aged(reply.answers, age),
      authorities: aged(reply.authorities, age),
    };
  }

  /** Failures and truncated replies are not worth remembering. */
  put(question: Question, reply: Reply): void {
    const ttl = ttlOf(reply);
    if (reply.truncated || ttl === 0) return;
    this.#entries.delete(key(question));
    if (this.#entries.size >= MOST) this.#entries.delete(this.#entries.keys().next().value as string);
    this.#entries.set(key(question), { reply, storedAt: this.#now(), ttl });
  }
}

const key = ({ name, type }: Question) => `${type} ${name.toLowerCase()}`;

/** Seconds: the least of its records; of the SOA alone where there is no answer (RFC 2308 5). */
function ttlOf({ rcode, answers, authorities }: Reply): number {
  if (rcode !== RCODE.noError && rcode !== RCODE.nameError) return 0;
  const ttls = [...answers, ...authorities].map(ttlOfRecord);
  return ttls.length === 0 ? 0 : Math.min(...ttls);
}

function ttlOfRecord(record: Answer): number {
  return record.type === 'OPT' ? 0 : (record.ttl ?? 0);
}

function aged(records: readonly Answer[], seconds: number): Answer[] {
  return records.map((record) =>
    record.type === 'OPT' ? record : { ...record, ttl: ttlOfRecord(record) - seconds },
  );
}
