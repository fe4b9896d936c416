// A message that was cut, at each of its bytes: what there is, and that it is cut.
import { describe, expect, it } from 'vitest';
import { loadAddon } from '../../../src/capture/addon.ts';
import { answersBlock, questionLines } from '../../../src/view/detail/sections.ts';
import { ipv4, messageBytes, TYPE } from '../../support/dns.ts';

const { describe: detailOf } = loadAddon();
const whole = messageBytes({ id: 1, question: { name: 'www.example', type: TYPE.AAAA } });
const HEADER = 12;
const NAME = HEADER + 13;

/** Of the first `length` bytes; `sent`: how many there were. */
function lines(length: number, sent = whole.length): string[] {
  const message = whole.subarray(0, length);
  return questionLines(JSON.parse(detailOf(message, sent)), message);
}

describe('the question', () => {
  it('is as it is where it is whole', () => {
    expect(lines(whole.length)).toEqual(['www.example. IN AAAA']);
  });

  it('has no type and class that are not there', () => {
    for (let length = 0; length < whole.length; length++) {
      for (const line of [...lines(length), ...lines(length, length)]) {
        expect(line).not.toMatch(/TYPE0|CLASS0|none/);
        expect(line).toMatch(/cut: (no more was captured|the message ends here)/);
      }
    }
  });

  it('shows what there is, and who cut it', () => {
    expect(lines(HEADER)).toEqual(['cut: no more was captured']);
    expect(lines(NAME)).toEqual(['www.example. (cut: no more was captured)']);
    expect(lines(NAME, NAME)).toEqual(['www.example. (cut: the message ends here)']);
    expect(lines(NAME + 2)).toEqual(['www.example. AAAA (cut: no more was captured)']);
    expect(lines(NAME - 4)[0]).toMatch(/^www\.\S* \(cut: no more was captured\)$/);
  });

  it('is none where the header says so, and keeps reserved numbers that were sent', () => {
    const none = messageBytes({ id: 1, flags: 0x8180 });
    expect(questionLines(JSON.parse(detailOf(none, none.length)), none)).toEqual(['none']);
    const zero = Uint8Array.from(whole).fill(0, NAME);
    expect(questionLines(JSON.parse(detailOf(zero, zero.length)), zero)).toEqual([
      'www.example. CLASS0 TYPE0',
    ]);
  });
});

describe('the answers', () => {
  const a = { name: 'www.example', type: TYPE.A, ttl: 60, data: ipv4('192.0.2.1') };
  const answer = messageBytes({
    id: 1,
    flags: 0x8180,
    question: { name: 'www.example', type: TYPE.A },
    answers: [a, a],
  });
  const block = (length: number) => {
    const message = answer.subarray(0, length);
    return answersBlock(JSON.parse(detailOf(message, answer.length)), message);
  };

  it('are counted against what the header says', () => {
    expect(block(answer.length)).toMatchObject({ title: 'Answers (2)' });
    expect(block(answer.length).lines).toBeUndefined();
    const cut = ['cut: no more was captured'];
    expect(block(answer.length - 1)).toMatchObject({ title: 'Answers (1 of 2)', lines: cut });
    expect(block(answer.length - 1).records).toHaveLength(1);
    expect(block(HEADER)).toEqual({ title: 'Answers (0 of 2)', lines: cut });
    expect(block(3)).toEqual({ title: 'Answers', lines: cut });
  });
});
