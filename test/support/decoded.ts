// In: messages as two decoders see them. Out: the fields in which they differ, by name.

/** What tshark and dnstop both say of a message, in dnstop's notation. */
export interface DecodedMessage {
  /** Seconds since the epoch with nine decimals: the packet that brought (the last byte of) the message. */
  readonly time: string;
  readonly fields: ReadonlyMap<string, string>;
  /** What dnstop finds wrong with it. */
  readonly anomalies?: readonly string[];
}

export interface Difference {
  readonly time: string;
  /** `message` where one of the two has none at all. */
  readonly field: string;
  readonly tshark: string;
  readonly dnstop: string;
  /** Of the message, as dnstop has it. */
  readonly anomalies: readonly string[];
}

const NONE = '(none)';

/** Every difference between the messages of one capture, paired by packet and their order within it. */
export function differences(
  tshark: readonly DecodedMessage[],
  dnstop: readonly DecodedMessage[],
): Difference[] {
  const ours = new Map<string, DecodedMessage[]>();
  for (const message of dnstop) ours.set(message.time, [...(ours.get(message.time) ?? []), message]);
  const found: Difference[] = [];
  for (const message of tshark) {
    const other = ours.get(message.time)?.shift();
    found.push(
      ...(other ? differingFields(message, other) : [missing(message, message.fields.get('id')!, NONE)]),
    );
  }
  for (const message of [...ours.values()].flat())
    found.push(missing(message, NONE, message.fields.get('id')!));
  return found;
}

function missing({ time, anomalies = [] }: DecodedMessage, tshark: string, dnstop: string): Difference {
  return { time, field: 'message', tshark, dnstop, anomalies };
}

function differingFields({ time, fields: tshark }: DecodedMessage, ours: DecodedMessage): Difference[] {
  const { fields: dnstop, anomalies = [] } = ours;
  const names = new Set([...tshark.keys(), ...dnstop.keys()]);
  return [...names]
    .filter((name) => tshark.get(name) !== dnstop.get(name))
    .map((field) => ({
      time,
      field,
      tshark: tshark.get(field) ?? NONE,
      dnstop: dnstop.get(field) ?? NONE,
      anomalies,
    }));
}
