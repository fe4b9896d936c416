// In: a path of Docker's API. Out: what the daemon behind a UNIX socket answers.
import { type ClientRequest, get, type IncomingMessage } from 'node:http';

const ANSWER_WITHIN_MS = 5000;
/** The list of a thousand containers has some 2 MB. */
const MOST_BYTES = 32 << 20;
/** An event with all labels of its container has some kB. */
const MOST_LINE = 1 << 20;

export interface Answer {
  readonly body: unknown;
  /** Name of the program that answered, with its version: `Docker/20.10.24 (linux)`, `Libpod/4.3.1 (linux)`. */
  readonly server: string;
}

/** Asks for JSON. Rejects where the daemon is missing, slow, or does not answer 200. */
export function ask(socketPath: string, path: string, signal: AbortSignal): Promise<Answer> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  return new Promise((resolve, reject) => {
    const request = get({ socketPath, path, agent: false, signal: within }, (response) => {
      const pieces: Buffer[] = [];
      let size = 0;
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MOST_BYTES) request.destroy(new Error('the answer is too long'));
        else pieces.push(piece);
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          refuseFailure(response);
          const body: unknown = JSON.parse(Buffer.concat(pieces).toString());
          resolve({ body, server: String(response.headers.server ?? '') });
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('error', reject);
  });
}

/**
 * Reads JSON lines until the daemon ends or `signal` does; then it rejects, or resolves where the daemon ended in order.
 * `opened` is called once the daemon is listening.
 */
export function follow(
  socketPath: string,
  path: string,
  signal: AbortSignal,
  { opened, line }: { opened(): void; line(value: unknown): void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ socketPath, path, agent: false, signal }, (response) => {
      response.on('error', reject);
      response.on('end', resolve);
      try {
        refuseFailure(response);
        response.setEncoding('utf8').on('data', linesOf(request, line));
        opened();
      } catch (error) {
        request.destroy(error as Error);
      }
    });
    request.on('error', reject);
  });
}

function refuseFailure({ statusCode }: IncomingMessage): void {
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
}

/** A listener that puts pieces of text together to lines. */
function linesOf(request: ClientRequest, line: (value: unknown) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    try {
      if (rest.length > MOST_LINE) throw new Error('the line is too long');
      for (const text of lines) if (text.trim() !== '') line(JSON.parse(text));
    } catch (error) {
      request.destroy(error as Error);
    }
  };
}
