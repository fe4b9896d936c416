// In: a lookup. Out: its replies, by the steps that the resolver of a C library takes.
import type { Question, RecordType } from 'dns-packet';
import { askDatagrams, askStream, type Patience, type Server } from './ask.ts';
import { RCODE, type Reply } from './message.ts';

/** What a pod's /etc/resolv.conf says. */
export interface ResolverOptions {
  readonly server: Server;
  readonly search: readonly string[];
  /** Names with fewer dots go through the search path first; Kubernetes has 5. */
  readonly ndots: number;
  readonly patience: Patience;
}

/** resolv.conf of a pod of the namespace. */
export function podSearch(namespace: string): readonly string[] {
  return [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'];
}

/**
 * Replies for each type under the first name that has any answer, else those of the last name asked for; undefined for
 * a type where nobody replied. Silence and failure end the search, as a server that is down has nothing for other names.
 */
export async function resolveName(
  name: string,
  types: readonly RecordType[],
  options: ResolverOptions,
): Promise<(Reply | undefined)[]> {
  let replies: (Reply | undefined)[] = [];
  for (const candidate of candidates(name, options)) {
    replies = await askAll(candidate, types, options);
    if (replies.some((reply) => !reply || isFailure(reply) || reply.answers.length > 0)) break;
  }
  return replies;
}

/** The names to ask for, in their order (resolv.conf(5), ndots), without final dots. */
export function candidates(
  name: string,
  { search, ndots }: Pick<ResolverOptions, 'search' | 'ndots'>,
): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const suffixed = search.map((suffix) => `${name}.${suffix}`);
  return name.split('.').length - 1 >= ndots ? [name, ...suffixed] : [...suffixed, name];
}

/** What came truncated over UDP is asked for again over TCP (RFC 7766 5). */
async function askAll(
  name: string,
  types: readonly RecordType[],
  { server, patience }: ResolverOptions,
): Promise<(Reply | undefined)[]> {
  const questions = types.map((type): Question => ({ name, type }));
  const replies = await askDatagrams(server, questions, patience);
  return Promise.all(
    replies.map((reply, at) =>
      reply?.truncated ? askStream(server, questions[at], patience.timeoutMs) : reply,
    ),
  );
}

function isFailure({ rcode }: Reply): boolean {
  return rcode !== RCODE.noError && rcode !== RCODE.nameError;
}
