// In: a capture file and the addon. Out: what dnstop says of every DNS message in it.
import type { Addon } from '../../src/capture/addon.ts';
import { Capture } from '../../src/capture/source.ts';
import type { Detail, ResourceRecord } from '../../src/fields/detail.ts';
import { Store } from '../../src/store/store.ts';
import type { DecodedMessage } from './decoded.ts';

const SECTIONS = ['answers', 'authority', 'additional'] as const;

/** Reads the file to its end. Throws where it cannot be read; `failure` is what ended it early, or ''. */
export async function readCapture(
  addon: Addon,
  file: string,
  ports: readonly number[],
): Promise<{ messages: DecodedMessage[]; failure: string }> {
  const store = new Store(1 << 16);
  const capture = new Capture(addon, { file, ports });
  for (let ended = false; !ended; ) {
    ended = capture.ended;
    for (let batch = capture.drain(store.first); batch; batch = capture.drain(store.first))
      store.append(batch);
    if (!ended) await new Promise((resolve) => setImmediate(resolve));
  }
  const { anomalies }: { anomalies: string[] } = JSON.parse(addon.mnemonics());
  const messages: DecodedMessage[] = [];
  for (let row = store.first; row < store.end; row++)
    messages.push(decodedMessage(addon, store, row, anomalies));
  return { messages, failure: capture.failure };
}

function decodedMessage(addon: Addon, store: Store, row: number, names: readonly string[]): DecodedMessage {
  const { columns } = store;
  const place = row % store.capacity;
  const detail: Detail = JSON.parse(addon.describe(store.message(row), columns.length[place]));
  const fields = new Map<string, string>();
  fields.set('id', columns.id[place].toString(16).padStart(4, '0'));
  fields.set('flags', columns.flags[place].toString(16).padStart(4, '0'));
  fields.set('rcode', String(columns.rcode[place]));
  detail.questions.forEach((question, i) => {
    fields.set(`questions.${i}.name`, question.name);
    fields.set(`questions.${i}.type`, `${question.class} ${question.type}`);
  });
  for (const section of SECTIONS) {
    for (const [i, record] of detail[section].entries()) putRecord(fields, `${section}.${i}`, record);
  }
  if (detail.edns) {
    const { udp_size, version, do: dnssecOk, options } = detail.edns;
    fields.set('edns', `${udp_size} ${version} ${dnssecOk}`);
    options.forEach(({ code, data }, i) => {
      fields.set(`edns.options.${i}`, `${code} ${data}`);
    });
  }
  const time = `${columns.time_s[place]}.${String(columns.time_ns[place]).padStart(9, '0')}`;
  const anomalies = names.filter((_, bit) => columns.anomalies[place] & (1 << bit));
  return { time, fields, anomalies };
}

function putRecord(fields: Map<string, string>, at: string, record: ResourceRecord): void {
  fields.set(`${at}.name`, record.name);
  fields.set(`${at}.type`, `${record.class} ${record.type}`);
  fields.set(`${at}.ttl`, String(record.ttl));
  fields.set(`${at}.data`, record.data);
}
