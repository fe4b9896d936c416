// In: events, or a capture file. Out: the file that the recorder makes of them, and what reading it back gives.
import { loadAddon } from '../../../src/capture/addon.ts';
import { Capture } from '../../../src/capture/source.ts';
import { LatencyPairing } from '../../../src/correlate/latency.ts';
import { FieldContext } from '../../../src/fields/context.ts';
import { jsonFieldsFor } from '../../../src/fields/row-fields.ts';
import { RecordedIdentities } from '../../../src/identity/recorded.ts';
import { recordText } from '../../../src/output/record.ts';
import { Files } from '../../../src/record/files.ts';
import { Recorder } from '../../../src/record/recorder.ts';
import { Store } from '../../../src/store/store.ts';
import { Traces } from '../../../src/trace/traces.ts';

const QUERY_TIMEOUT = { queryTimeoutNs: 5e9 };
export const PORTS = [53, 5353, 8053];

export const addon = loadAddon();

/** A context over all events of a file. Throws where the file ends early. */
export async function readFile(file: string, ports: readonly number[] = PORTS): Promise<FieldContext> {
  const store = new Store(1 << 16);
  const identities = new RecordedIdentities(store);
  const { describe } = addon;
  const context = new FieldContext({ store, mnemonics: addon.mnemonics(), describe, identities });
  const traces = new Traces(store, { ...QUERY_TIMEOUT, native: addon });
  context.traces = traces;
  const latency = new LatencyPairing(store, QUERY_TIMEOUT);
  const capture = new Capture(addon, { file, ports });
  for (let ended = false; !ended; ) {
    ended = capture.ended;
    for (let batch = capture.drain(store.first); batch; batch = capture.drain(store.first)) {
      const { from, to } = store.append(batch);
      latency.append(from, to);
      traces.advance(from, to);
      identities.append();
    }
    if (!ended) await new Promise((resolve) => setImmediate(resolve));
  }
  if (capture.failure) throw new Error(capture.failure);
  return context;
}

/** Writes all kept events. */
export async function recordTo(path: string, context: FieldContext): Promise<void> {
  const files = new Files(path, undefined);
  await files.open();
  const recorder = new Recorder({
    context,
    predicate: undefined,
    files,
    live: false,
    lost: () => 0,
    onFailure: () => {},
  });
  await recorder.finish();
  if (recorder.failure) throw new Error(recorder.failure);
}

/** Each event as `-o json` prints it; of `names` only, where given. */
export function jsonLines(context: FieldContext, names?: RegExp): string[] {
  const fields = jsonFieldsFor('events').filter(({ name }) => names?.test(name) ?? true);
  const text = recordText(fields, 'json');
  const { first, end } = context.store;
  return Array.from({ length: end - first }, (_, i) => text(context, first + i));
}
