// In: an address and what answers questions. Out: a DNS server on it, over UDP and TCP.
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, type Server as StreamServer } from 'node:net';
import type { Packet, Question } from 'dns-packet';
import { decodeMessage, encodeResponse, framed, type Reply, type Transport, unframed } from './message.ts';

/** Answers a question; undefined is silence. */
export type Responder = (question: Question, transport: Transport) => Promise<Reply | undefined>;

export interface Listening {
  /** The one it got where it was to choose. */
  readonly port: number;
  close(): void;
}

/** Resolves once it listens on both. Port 0: any that is free. */
export async function serve(address: string, port: number, responder: Responder): Promise<Listening> {
  const datagrams = await serveDatagrams(address, port, responder);
  const chosen = datagrams.address().port;
  const streams = await serveStreams(address, chosen, responder);
  const close = () => {
    datagrams.close();
    streams.close();
  };
  return { port: chosen, close };
}

/** The response to the bytes of a query; undefined for what is no query, and for silence. */
async function responseTo(
  bytes: Buffer,
  transport: Transport,
  responder: Responder,
): Promise<Buffer | undefined> {
  const query = queryOf(bytes);
  if (!query) return undefined;
  const reply = await responder(query.questions![0], transport);
  return reply && encodeResponse(query, reply, transport);
}

function queryOf(bytes: Buffer): Packet | undefined {
  try {
    const message = decodeMessage(bytes);
    return message.type === 'query' && message.questions?.length === 1 ? message : undefined;
  } catch {
    return undefined;
  }
}

function serveDatagrams(address: string, port: number, responder: Responder): Promise<DatagramSocket> {
  const socket = createSocket('udp4');
  socket.on('message', async (bytes, client) => {
    const response = await responseTo(bytes, 'udp', responder);
    if (response) socket.send(response, client.port, client.address);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => resolve(socket));
  });
}

function serveStreams(address: string, port: number, responder: Responder): Promise<StreamServer> {
  const server = createServer((client) => {
    const take = unframed(async (bytes) => {
      const response = await responseTo(bytes, 'tcp', responder);
      if (response && client.writable) client.write(framed(response));
    });
    client.on('data', take).on('error', () => client.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve(server));
  });
}
