// In: records. Out: what a server that holds them replies to a question.
import type { Answer, Question } from 'dns-packet';
import { RCODE, type Reply } from './message.ts';

/** RFC 1034 3.6.2 leaves the length of a chain open; this only ends a loop. */
const LONGEST_CHAIN = 8;

/** The records at and below a name, `''` for all names. Names are without the final dot, in lower case. */
export class Zone {
  readonly #apex: string;
  readonly #records = new Map<string, Answer[]>();
  readonly #soa: Answer;

  /** `negativeTtl`: seconds for which it may be remembered that there is no such record (RFC 2308). */
  constructor(apex: string, records: readonly Answer[], negativeTtl: number) {
    this.#apex = apex;
    this.#soa = {
      type: 'SOA',
      name: apex,
      ttl: negativeTtl,
      data: { mname: child('ns', apex), rname: child('hostmaster', apex), serial: 1, minimum: negativeTtl },
    };
    for (const record of records) {
      const name = record.name.toLowerCase();
      this.#records.set(name, [...(this.#records.get(name) ?? []), record]);
    }
  }

  covers(name: string): boolean {
    return this.#apex === '' || `.${name.toLowerCase()}`.endsWith(`.${this.#apex}`);
  }

  /** Follows aliases; a name with records of other types only, or with names below it, exists (RFC 8020). */
  reply({ name, type }: Question): Reply {
    const answers: Answer[] = [];
    let at = name.toLowerCase();
    for (let links = 0; links < LONGEST_CHAIN; links++) {
      const here = this.#records.get(at) ?? [];
      const found = here.filter((record) => record.type === type);
      if (found.length > 0) return this.#said(RCODE.noError, [...answers, ...found]);
      const alias = here.find((record) => record.type === 'CNAME');
      if (alias?.type !== 'CNAME') break;
      answers.push(alias);
      at = alias.data.toLowerCase();
    }
    return this.#said(this.#exists(at) ? RCODE.noError : RCODE.nameError, answers, [this.#soa]);
  }

  #said(rcode: number, answers: Answer[], authorities: Answer[] = []): Reply {
    return { rcode, answers, authorities, authoritative: true };
  }

  #exists(name: string): boolean {
    return [...this.#records.keys()].some((other) => other === name || other.endsWith(`.${name}`));
  }
}

function child(label: string, apex: string): string {
  return apex === '' ? label : `${label}.${apex}`;
}
