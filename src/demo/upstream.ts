// In: questions that the cluster asks on. Out: what the world outside replies, as late as it may be.
import { setTimeout as wait } from 'node:timers/promises';
import { UPSTREAM_ZONE } from './records.ts';
import type { Responder } from './serve.ts';

/** A usual way to a resolver and back. */
const USUAL_MS = 28;
const SPREAD_MS = 4;
/** Names whose servers are far. */
const SLOW: Readonly<Record<string, number>> = { 'reports.example.net': 200 };
/** Names whose servers never answer, as where a firewall drops what is sent to them. */
const SILENT: ReadonlySet<string> = new Set(['legacy.example.net', 'metrics.example.org']);

/** How long it takes to answer for a name, in milliseconds; undefined where it never does. */
export function delayMs(name: string): number | undefined {
  const lower = name.toLowerCase();
  if (SILENT.has(lower)) return undefined;
  return SLOW[lower] ?? USUAL_MS + Math.random() * SPREAD_MS;
}

export const upstream: Responder = async (question) => {
  const delay = delayMs(question.name);
  if (delay === undefined) return undefined;
  await wait(delay);
  return UPSTREAM_ZONE.reply(question);
};
