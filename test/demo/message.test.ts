// Messages of the demo: what does not fit a datagram, streams cut anywhere.
import { decode, type Question } from 'dns-packet';
import { expect, test } from 'vitest';
import {
  decodeMessage,
  encodeQuery,
  encodeResponse,
  FLAG,
  framed,
  RCODE,
  type Reply,
  replyOf,
  unframed,
} from '../../src/demo/message.ts';

const question: Question = { name: 'keys.example.org', type: 'TXT' };
const query = decodeMessage(encodeQuery(0x7f22, question));
const long: Reply = {
  rcode: RCODE.noError,
  answers: [{ name: question.name, type: 'TXT', ttl: 5, data: ['x'.repeat(255), 'y'.repeat(255)] }],
  authorities: [],
};

test('a query asks for recursion, and its response has its ID and question', () => {
  expect(query).toMatchObject({ type: 'query', id: 0x7f22, flag_rd: true });
  const response = decode(encodeResponse(query, { ...long, rcode: RCODE.nameError, answers: [] }, 'udp'));
  expect(response).toMatchObject({ type: 'response', id: 0x7f22, rcode: 'NXDOMAIN', flag_rd: true });
  expect(response.questions).toMatchObject([question]);
});

test('what does not fit into 512 bytes is truncated over UDP and whole over TCP', () => {
  const datagram = encodeResponse(query, long, 'udp');
  expect(datagram.length).toBeLessThanOrEqual(512);
  expect(decode(datagram)).toMatchObject({ flag_tc: true, answers: [] });
  const whole = decode(encodeResponse(query, long, 'tcp'));
  expect(whole).toMatchObject({ flag_tc: false });
  expect(whole.answers).toHaveLength(1);
});

test('a response says what its reply said', () => {
  const reply: Reply = { rcode: RCODE.serverFailure, answers: [], authorities: [], authoritative: true };
  expect(replyOf(decodeMessage(encodeResponse(query, reply, 'udp')))).toEqual({ ...reply, truncated: false });
  expect(replyOf({ flags: FLAG.truncated })).toMatchObject({ rcode: 0, truncated: true, answers: [] });
});

test.each([1, 2, 3, 7, 1000])('messages of a stream that comes in chunks of %i bytes', (size) => {
  const messages = [Buffer.from('first'), Buffer.alloc(0), Buffer.alloc(300, 7)];
  const stream = Buffer.concat(messages.map(framed));
  const found: Buffer[] = [];
  const take = unframed((message) => found.push(Buffer.from(message)));
  for (let at = 0; at < stream.length; at += size) take(stream.subarray(at, at + size));
  expect(found).toEqual(messages);
});
