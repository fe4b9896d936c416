// In: what --netns names, of which nothing is there. Out: that this is so, and what is there by name.
import { readdirSync } from 'node:fs';

/** Where `ip netns add` puts names. */
const FOLDER = '/run/netns';
/** The name of the namespace of process 1. */
const HOST = 'host';
const MOST_NAMES = 12;

/** Three clauses, without capitals and dots; `folder` holds a file for each namespace with a name. */
export function unmatched(asked: readonly string[], folder = FOLDER): string[] {
  const names = [HOST, ...named(folder)];
  const shown = names.slice(0, MOST_NAMES);
  const others = names.length - shown.length;
  const there = others > 0 ? `${shown.join(', ')} and ${others} more` : shown.join(', ');
  return [
    `no network namespace matches ${asked.length > 1 ? `any of ${asked.join(', ')}` : asked[0]}`,
    `by name there ${names.length > 1 ? 'are' : 'is'} ${there}`,
    'watching for one to appear',
  ];
}

function named(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // `ip netns` makes the folder with the first name
  }
}
