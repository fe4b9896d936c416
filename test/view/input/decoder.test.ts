import { describe, expect, it } from 'vitest';
import { InputDecoder } from '../../../src/view/input/decoder.ts';
import type { Input } from '../../../src/view/input/key.ts';

const names = (inputs: Input[]): string[] =>
  inputs.map((input) => {
    if ('paste' in input) return `paste:${input.paste}`;
    if ('answer' in input) return `answer:${input.answer}`;
    if ('pointed' in input) return `${input.pointed}:${input.column},${input.line}`;
    return input.name;
  });
const feed = (decoder: InputDecoder, text: string): string[] => names(decoder.feed(Buffer.from(text)));

describe('keys', () => {
  it.each([
    ['a', 'a'],
    ['G', 'G'],
    [' ', 'space'],
    ['\r', 'enter'],
    ['\n', 'enter'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\x08', 'backspace'],
    ['\x03', 'ctrl-c'],
    ['\x15', 'ctrl-u'],
    ['\x00', 'ctrl-space'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1bOM', 'enter'],
    ['\x1b[<0;10;5M', 'press:9,4'],
    ['\x1b[<20;1;1M', 'press:0,0'],
    ['\x1b[<64;223;50M', 'wheel-up:222,49'],
    ['\x1b[<65;3;4M', 'wheel-down:2,3'],
    ['\x1b[M !"', 'press:0,1'],
    ['\x1b]11;rgb:ffff/0000/8080\x07', 'answer:11;rgb:ffff/0000/8080'],
    ['\x1b]11;rgb:ffff/0000/8080\x1b\\', 'answer:11;rgb:ffff/0000/8080'],
    ['\x1b[?62;22c', 'answer:?62;22c'],
    ['\x1b[5~', 'pgup'],
    ['\x1b[6~', 'pgdn'],
    ['\x1b[H', 'home'],
    ['\x1b[1~', 'home'],
    ['\x1b[7~', 'home'],
    ['\x1bOF', 'end'],
    ['\x1b[4~', 'end'],
    ['\x1b[3~', 'delete'],
    ['\x1b[1;5D', 'ctrl-left'],
    ['\x1b[1;3C', 'alt-right'],
    ['\x1b[Z', 'shift-tab'],
    ['\x1bb', 'alt-b'],
    ['\x1b\x7f', 'alt-backspace'],
    ['é', 'é'],
    ['🙂', '🙂'],
  ])('%j is %s, also one byte at a time', (bytes, name) => {
    expect(feed(new InputDecoder(), bytes)).toEqual([name]);
    const slow = new InputDecoder();
    const seen = [...Buffer.from(bytes)].flatMap((byte) => names(slow.feed(Uint8Array.of(byte))));
    expect(seen).toEqual([name]);
    expect(slow.pending()).toBe(false);
  });

  it('takes keys that arrive together one by one', () => {
    expect(feed(new InputDecoder(), 'jj\x1b[A\x1b[Bq')).toEqual(['j', 'j', 'up', 'down', 'q']);
  });

  it.each([
    ['a release of a button', '\x1b[<0;10;5m'],
    ['another button', '\x1b[<2;10;5M'],
    ['focus', '\x1b[I\x1b[O'],
    ['a report of a mode', '\x1b[?2026;1$y'],
    ['a sequence nobody knows', '\x1b[12;34;56y'],
  ])('ignores %s', (_, bytes) => {
    expect(feed(new InputDecoder(), `${bytes}x`)).toEqual(['x']);
  });

  it('gives up a sequence that cannot end', () => {
    expect(feed(new InputDecoder(), `\x1b[${'1;'.repeat(100)}Ax`).at(-1)).toBe('x');
    expect(feed(new InputDecoder(), '\x1b[\x01x')).toEqual(['ctrl-a', 'x']);
  });
});

describe('a lone escape', () => {
  it('waits, then is a key', () => {
    const decoder = new InputDecoder();
    expect(feed(decoder, '\x1b')).toEqual([]);
    expect(decoder.pending()).toBe(true);
    expect(names(decoder.flush())).toEqual(['esc']);
    expect(decoder.pending()).toBe(false);
  });

  it('is a key at once when another follows', () => {
    const decoder = new InputDecoder();
    expect(feed(decoder, '\x1b\x1b[A')).toEqual(['esc', 'up']);
  });

  it('does not turn an unfinished sequence into text', () => {
    const decoder = new InputDecoder();
    feed(decoder, '\x1b[1;');
    expect(names(decoder.flush())).toEqual([]);
    expect(feed(decoder, 'x')).toEqual(['x']);
  });
});

describe('an answer', () => {
  const answer = '\x1b]11;rgb:0000/2b2b/3636\x1b\\';

  it('is never typed, wherever it is cut and however long the rest takes', () => {
    for (let at = 3; at < answer.length; at++) {
      const decoder = new InputDecoder();
      const seen = feed(decoder, answer.slice(0, at));
      if (decoder.pending()) seen.push(...names(decoder.flush()));
      expect([...seen, ...feed(decoder, `${answer.slice(at)}x`)]).toEqual([
        'answer:11;rgb:0000/2b2b/3636',
        'x',
      ]);
    }
  });

  it('that does not end holds up no key behind a control character, nor more than a line of text', () => {
    expect(feed(new InputDecoder(), '\x1b]11;rgb\x1b[Ax')).toEqual(['up', 'x']);
    expect(feed(new InputDecoder(), `\x1b]11;${'y'.repeat(80)}\x03x`)).toEqual(['ctrl-c', 'x']);
  });

  it('is not begun by alt-]', () => {
    const decoder = new InputDecoder();
    feed(decoder, '\x1b]');
    expect(names(decoder.flush())).toEqual(['alt-]']);
    expect(feed(decoder, '\x1b]x')).toEqual(['alt-]', 'x']);
  });
});

describe('paste', () => {
  it('is one input, also when cut anywhere', () => {
    const bytes = '\x1b[200~name==a.\x1b[Ab\n\x1b[201~x';
    for (let at = 1; at < bytes.length; at++) {
      const decoder = new InputDecoder();
      const seen = [...feed(decoder, bytes.slice(0, at)), ...feed(decoder, bytes.slice(at))];
      expect(seen).toEqual(['paste:name==a.\x1b[Ab\n', 'x']);
    }
  });

  it('is not longer than anybody needs', () => {
    const decoder = new InputDecoder();
    const [paste] = decoder.feed(Buffer.from(`\x1b[200~${'x'.repeat(200_000)}\x1b[201~`));
    expect('paste' in paste && paste.paste.length).toBe(65_536);
  });
});
