// In: a server and questions. Out: what it replies, over UDP or TCP.
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { Packet, Question } from 'dns-packet';
import {
  decodeMessage,
  encodeQuery,
  framed,
  type Reply,
  replyOf,
  type Transport,
  unframed,
} from './message.ts';

export interface Server {
  readonly address: string;
  readonly port: number;
}

export interface Patience {
  /** How long to wait for a reply after each attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** How often to ask; over TCP once. */
  readonly attempts: number;
}

interface Asked {
  readonly id: number;
  readonly question: Question;
  reply: Reply | undefined;
}

/**
 * Asks all questions at once, each under an ID of its own, over one UDP socket, as resolvers in libraries ask for A and
 * AAAA; what is not answered in time is sent again. Resolves to a reply for each question, undefined where none came.
 */
export function askDatagrams(
  server: Server,
  questions: readonly Question[],
  patience: Patience,
): Promise<(Reply | undefined)[]> {
  const asked = questions.map((question): Asked => ({ id: newId(), question, reply: undefined }));
  const socket = createSocket('udp4');
  let left = patience.attempts;
  let timer: NodeJS.Timeout | undefined;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      socket.close();
      resolve(asked.map(({ reply }) => reply));
    };
    const attempt = () => {
      if (left-- === 0) return end();
      timer = setTimeout(attempt, patience.timeoutMs);
      for (const { id, question, reply } of asked) if (!reply) socket.send(encodeQuery(id, question));
    };
    socket.on('message', (bytes) => {
      take(asked, bytes);
      if (asked.every(({ reply }) => reply)) end();
    });
    // Nobody listens there (ICMP): another attempt may find somebody.
    socket.on('error', () => undefined);
    socket.connect(server.port, server.address, attempt);
  });
}

/** Asks over a TCP connection of its own; undefined where no reply came in time. */
export function askStream(server: Server, question: Question, timeoutMs: number): Promise<Reply | undefined> {
  const asked: Asked = { id: newId(), question, reply: undefined };
  const socket = connect(server.port, server.address);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(asked.reply);
    };
    const timer = setTimeout(end, timeoutMs);
    const receive = unframed((bytes) => {
      take([asked], bytes);
      if (asked.reply) end();
    });
    socket.on('connect', () => socket.write(framed(encodeQuery(asked.id, question))));
    socket.on('data', receive).on('error', end).on('close', end);
  });
}

/** Asks the one question over the transport. */
export async function ask(
  server: Server,
  question: Question,
  transport: Transport,
  patience: Patience,
): Promise<Reply | undefined> {
  if (transport === 'tcp') return askStream(server, question, patience.timeoutMs);
  return (await askDatagrams(server, [question], patience))[0];
}

const newId = () => randomInt(0x10000);

/** Gives the response to the question it belongs to: the same ID and the same question (RFC 5452 9.1). */
function take(asked: readonly Asked[], bytes: Buffer): void {
  const message = decoded(bytes);
  const found = message?.questions?.[0];
  const waiting = asked.find(
    ({ id, question }) =>
      id === message?.id &&
      found?.type === question.type &&
      found.name.toLowerCase() === question.name.toLowerCase(),
  );
  if (waiting && message?.type === 'response') waiting.reply ??= replyOf(message);
}

function decoded(bytes: Buffer): Packet | undefined {
  try {
    return decodeMessage(bytes);
  } catch {
    return undefined;
  }
}
