// In: nothing. Out: the sentences of src/trace/verdict about lookups that were answered, each with shorter ones.
import type { Shortening } from './shortening.ts';

/** What was in vain or is in doubt stays longest, then by whom: the latency has a column of its own. */
export const OF_ANSWERS: readonly Shortening[] = [
  [
    'answered {how*} in {time}{clauses}; a second answer came, with other data{rest}',
    'answered {how}; a second answer with other data',
    'a second answer with other data',
    'second answer, other data',
  ],
  [
    'answered by {who} in {time}{clauses}; which query it waited for is ambiguous{rest}',
    'ambiguous: {who} in {time}',
    'ambiguous: {who}',
  ],
  [
    'answered by {who} in {time}, {part*}, after {causes*} ({lost}){rest}',
    '{who} in {time}, after {causes} ({lost})',
    'after {causes} ({lost})',
    'after {causes}',
  ],
  [
    'answered by {who} in {time}, {part*}, {server} being asked again after {lost}{rest}',
    '{who}, {server} being asked again after {lost}',
    '{server} asked again after {lost}',
    '{server} asked again',
  ],
  [
    'answered by {who} in {time}, which was seen asking nobody{rest}',
    '{who} in {time}, seen asking nobody',
    '{who}, seen asking nobody',
    'seen asking nobody',
  ],
  [
    'answered by {who} in {time}, which {asked*}',
    '{who} in {time}, which {asked}',
    '{who}, which {asked}',
    '{who} in {time}',
    '{who}',
  ],
  [
    'answered from cache (inferred) by {who} in {time}{rest}',
    'from cache (inferred) by {who} in {time}',
    'from cache (inferred) by {who}',
    'from cache (inferred)',
  ],
  [
    'answered from cache by {who} in {time}{rest}',
    'from cache by {who} in {time}',
    'from cache by {who}',
    'from cache',
  ],
  [
    '{no} answered from cache (inferred) by {who} in {time}{rest}',
    '{no} from cache (inferred) by {who}',
    '{no}, cache (inferred)',
  ],
  [
    '{no} answered from cache by {who} in {time}{rest}',
    '{no} from cache by {who} in {time}',
    '{no} from cache by {who}',
    '{no} from cache',
  ],
  [
    'answered by {who} from its own data in {time}{rest}',
    '{who} from its own data in {time}',
    '{who} from its own data',
    'own data of {who}',
  ],
  [
    '{no} answered by {who} from its own data in {time}{rest}',
    '{no} by {who} from its own data in {time}',
    '{no} by {who} from its own data',
    '{no} by {who}',
  ],
  [
    'answered by {server} through {via} in {time}, {part} of them for {slow}{rest}',
    '{server} through {via} in {time}, {part} of them for {slow}',
    '{server} through {via}, {part} for {slow}',
    '{server} through {via} in {time}',
    '{server} through {via}',
    '{server} via {via}',
    '{server}',
  ],
  [
    'answered by {server} through {via} in {time}, {part} of them waiting for {queries}{rest}',
    '{server} through {via}, {part} waiting for {queries}',
    '{server} through {via} in {time}',
    '{server} through {via}',
    '{server} via {via}',
    '{server}',
  ],
  [
    'answered by {server} through {via} in {time}{rest}',
    '{server} through {via} in {time}',
    '{server} through {via}',
    '{server} via {via}',
    '{server}',
  ],
  ['answered by {who} in {time}{rest}', '{who} in {time}', '{who}'],
  [
    '{no} answered by {server} through {via} in {time}{rest}',
    '{no} by {server} through {via} in {time}',
    '{no} by {server} through {via}',
    '{no} by {server}',
  ],
  ['{no} answered by {who} in {time}{rest}', '{no} by {who} in {time}', '{no} by {who}'],
];
