// An ID, a name and a type in, the bytes of a query out (RFC 1035 4.1), for senders that no DNS tool offers.

const TYPES = { A: 1, TXT: 16, AAAA: 28 };

/** A recursive query of class IN. `udpSize` adds an OPT record with that payload size (RFC 6891 6.1.2). */
export function query(id: number, name: string, type: keyof typeof TYPES = 'A', udpSize = 0): Buffer {
  const labels = name.replace(/\.$/, '').split('.');
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100, 2); // RD
  header.writeUInt16BE(1, 4); // one question
  header.writeUInt16BE(udpSize > 0 ? 1 : 0, 10);
  const question = labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  const opt = Buffer.from([0, 0, 41, udpSize >> 8, udpSize & 255, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([
    header,
    ...question,
    Buffer.from([0, 0, TYPES[type], 0, 1]),
    ...(udpSize > 0 ? [opt] : []),
  ]);
}

/** The message as it goes over TCP: behind its length in two octets (RFC 1035 4.2.2). */
export function overTcp(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
