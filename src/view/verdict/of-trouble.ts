// In: nothing. Out: the sentences of src/trace/verdict about lookups that fared badly, each with shorter ones.
import type { Shortening } from './shortening.ts';

/** What tells why stays longest: rcode, state and latency have columns of their own. */
export const OF_TROUBLE: readonly Shortening[] = [
  // Of the lookup as a whole.
  [
    'forwarding loop: {who} received the question of one lookup {count} times{rest}',
    'forwarding loop: {who} received it {count} times',
    'forwarding loop: {who}',
    'forwarding loop',
  ],
  [
    '{all} messages for one name, {wasted} of them from the search path (ndots), which took {cost} of {time}{rest}',
    '{wasted} of {all} messages from the search path, {cost} of {time}',
    '{wasted} of {all} messages from the search path',
    '{wasted} of {all} from the search path',
    'search path: {wasted} of {all}',
  ],
  [
    '{all} messages for one name, {wasted} of them from the search path (ndots){more}, and no name of it exists{rest}',
    '{wasted} of {all} messages from the search path, no name of it exists',
    'search path: {wasted} of {all}, none exists',
    'search path: none exists',
  ],
  [
    '{all} messages for one name, {wasted} of them from the search path (ndots){rest}',
    '{wasted} of {all} messages from the search path',
    '{wasted} of {all} from the search path',
    'search path: {wasted} of {all}',
  ],
  // Not a query and its answer.
  [
    'asked of the multicast group {group}: {more}',
    'asked of the multicast group {group}',
    'asked of {group}',
  ],
  [
    'announced by {who} to the multicast group {group}{rest}',
    'announced by {who} to {group}',
    'announced by {who}',
  ],
  [
    'an answer from {who} to no query that was seen{rest}',
    'an answer from {who} to no query seen',
    'an answer to no query seen',
  ],
  [
    'answered by {who} where {asked} was asked{rest}',
    'answered by {who} where {asked} was asked',
    '{who} answered, not {asked}',
    'another address answered',
  ],
  ['answered from another port of {who} than was asked{rest}', 'answered from another port'],
  // No answer, or not in time.
  [
    'answered by {who} too late: {time} after the query, {part} of them for {server}, timeout {limit}{rest}',
    '{who} too late: {time}, {part} of them for {server}',
    'too late: {time}, {part} for {server}',
    'too late: {time}',
  ],
  [
    'answered by {who} too late: {time} after the query{rest}',
    '{who} too late: {time} after the query',
    '{who} too late: {time}',
    'too late: {time}',
  ],
  [
    'answered by {who}, last seen {where}, never reached {asker}{rest}',
    'answered, last seen {where}, never reached {asker}',
    'answered, never reached {asker}',
    'answer never arrived',
  ],
  [
    'answered by {who}{more}, never reached {asker}{rest}',
    'answered, never reached {asker}',
    'answer never arrived',
  ],
  [
    'answered by {who}{more}, on its way to {asker}{rest}',
    'answered, on its way to {asker}',
    'answer is on its way',
  ],
  ['waiting for {who}, {time} so far{rest}', 'waiting for {who}, {time} so far', 'waiting for {who}'],
  [
    'no answer from {who} in what was captured, which {end*}',
    'no answer from {who} in what was captured',
    'no answer captured',
  ],
  [
    '{who} received {queries} and did not answer within {limit}, though {server} had answered it{more}',
    '{who} did not answer, though {server} had answered it',
    '{who} did not answer, {server} had',
    '{who} did not answer',
  ],
  [
    '{who} received {queries} and did not answer within {limit} of the last{rest}',
    '{who} received {queries} and did not answer',
    '{who} did not answer {queries}',
    '{who} did not answer',
    '{who} was silent',
  ],
  [
    '{who} received {queries} and did not answer within {limit}{rest}',
    '{who} received {queries} and did not answer within {limit}',
    '{who} did not answer within {limit}',
    '{who} did not answer',
    '{who} was silent',
  ],
  [
    'no answer: {servers*} did not answer {queries*} for {who}{rest}',
    '{servers} did not answer {queries} for {who}',
    '{servers} did not answer {queries}',
    '{servers} did not answer',
  ],
  [
    '{more}never reached {who}, where the one for {type} from the same socket went on, as when two at once race in connection tracking{rest}',
    'never reached {who}, where the one for {type} went on',
    'never reached {who}, {type} went on',
    'never reached {who}',
  ],
  [
    'last seen {where}, never reached {who}{rest}',
    'last seen {where}, never reached {who}',
    'never reached {who}',
  ],
  ['never reached {who}{rest}', 'never reached {who}'],
  [
    'last seen {where}, no answer came from {who}{rest}',
    'last seen {where}, no answer came from {who}',
    'no answer came from {who}',
    'no answer from {who}',
  ],
  ['no answer came from {who}{rest}', 'no answer came from {who}', 'no answer from {who}'],
  // Answered with an error.
  [
    '{error} made by {who}, though {server} had answered it{rest}',
    '{error} made by {who}, though {server} had answered',
    '{error} by {who}, {server} had answered',
    '{error} made by {who}',
  ],
  [
    '{error} made by {who} after an answer of {server} of which fragments never arrived{rest}',
    '{error} made by {who}, fragments of {server} never arrived',
    'fragments of {server} never arrived',
    'fragments never arrived',
  ],
  [
    '{error} made by {who} after {causes} to {count} queries{rest}',
    '{error} made by {who} after {causes} to {count} queries',
    '{error} after {causes} to {count} queries',
    '{error} after {causes}',
    '{causes}',
  ],
  [
    '{error} made by {who} after {causes*}, passed on by {via}, in {time}{rest}',
    '{error} made by {who} after {causes}',
    '{error} after {causes}',
    '{causes}',
  ],
  [
    '{error} made by {who} after {causes*}, in {time}{rest}',
    '{error} made by {who} after {causes}',
    '{error} after {causes}',
    '{causes}',
  ],
  [
    '{error} made by {who}, which was seen asking nobody{rest}',
    '{error} made by {who}, seen asking nobody',
    '{error} made by {who}',
  ],
  [
    '{error} from {who}, which {asked*} encrypted{rest}',
    '{error} from {who}, which {asked} encrypted',
    '{error} from {who}',
  ],
  [
    '{error} from {who}, which {exchanged*} meanwhile{rest}',
    '{error} from {who}, which {exchanged} meanwhile',
    '{error} from {who}',
  ],
  ['{error} answered by {who} ({said*}) in {time}{rest}', '{error} by {who} ({said})', '{error} ({said})'],
  [
    '{error} answered by {who}, passed on by {via}{rest}',
    '{error} by {who}, passed on by {via}',
    '{error} by {who}',
  ],
  // Answered in part, or not at once.
  [
    'the answer of {who} came in fragments, of which some never arrived{rest}',
    'the answer of {who} came in fragments, some never arrived',
    'fragments of {who} never arrived',
    'fragments never arrived',
  ],
  [
    'truncated over UDP, asked again over TCP: answered by {who} in {time}, {all} in all{rest}',
    'truncated over UDP, asked again over TCP: {all} in all',
    'truncated over UDP, asked again over TCP',
    'truncated, again over TCP',
    'truncated, then TCP',
  ],
  [
    'truncated over UDP, asked again over TCP: {where}, no answer came from {who}{rest}',
    'truncated, over TCP: {where}, no answer came from {who}',
    'over TCP no answer came from {who}',
    'over TCP: no answer',
  ],
  [
    'truncated over UDP, asked again over TCP: {who} received {queries} and did not answer{more}',
    'truncated, over TCP {who} did not answer',
    'over TCP {who} did not answer',
    'over TCP: no answer',
  ],
  [
    'truncated over UDP, asked again over TCP: {end*}',
    'truncated, over TCP: {end}',
    'truncated over UDP, asked again over TCP',
    'truncated, again over TCP',
    'truncated, then TCP',
  ],
  [
    'the answer of {who} was truncated (TC), and not asked for again over TCP{rest}',
    'truncated (TC), and not asked for again over TCP',
    'truncated, not asked for over TCP',
    'truncated, no TCP query',
  ],
  [
    'retried after {time}: no answer had come to the first query{more}',
    'retried after {time}: no answer to the first query',
    'retried after {time}: no answer',
    'retried after {time}',
  ],
  [
    'retried after {time}: the first query{more} was last seen {where}{rest}',
    'retried after {time}: the first was last seen {where}',
    'retried, the first last seen {where}',
    'retried after {time}',
  ],
  [
    'retried after {time}: {who} had received the first query and not answered it{rest}',
    'retried after {time}: {who} had not answered',
    'retried: {who} had not answered',
    'retried after {time}',
  ],
  [
    'retried after {time}: {who} had answered {error}{rest}',
    'retried after {time}: {who} had answered {error}',
    'retried: {error} from {who}',
    'retried after {error}',
  ],
  [
    'retried after {time}: the answer of {who} was last seen {where}{rest}',
    'retried after {time}: the answer was last seen {where}',
    'retried, the answer last seen {where}',
    'retried after {time}',
  ],
  ['retried after {time}: {why*}; {more}', 'retried after {time}: {why}', 'retried after {time}'],
  [
    '{no} answered by {who}, though {type} of the name exists{rest}',
    '{no} by {who}, though {type} of the name exists',
    '{no}, though {type} of the name exists',
    '{no}, though {type} exists',
  ],
  [
    'split answers: {no} from {one}, an answer from {two}; {more}',
    'split: {no} from {one}, an answer from {two}',
    'split answers: {no} from {one}',
    'split answers: {no}, and one',
    'split answers',
  ],
];
