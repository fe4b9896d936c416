import { describe, expect, it } from 'vitest';
import { besides, difference, Screen } from '../../src/view/screen.ts';
import { FakeTerminal } from './support/fake-terminal.ts';

function open(columns: number, lines: number): FakeTerminal {
  const terminal = new FakeTerminal(columns, lines);
  terminal.enter({ input: () => {}, resized: () => {}, closed: () => {} });
  return terminal;
}

describe('difference', () => {
  it('is nothing for equal frames, and one line for one change', () => {
    expect(difference(['a', 'b'], ['a', 'b'])).toBe('');
    expect(difference(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('\x1b[2;1H\x1b[Kx\x1b[0m');
  });

  it('keeps the last cell of a full line and removes the rest of a shorter one', async () => {
    const terminal = open(5, 2);
    terminal.write(difference([], ['12345', '12345']), () => {});
    terminal.write(difference(['12345', '12345'], ['abcde', 'ab']), () => {});
    expect(await terminal.lines()).toEqual(['abcde', 'ab']);
  });

  it('puts a pane at its column whatever stands left of it', async () => {
    const terminal = open(20, 2);
    terminal.write(
      difference([], [besides('left', 11, 'right'), besides('漢字漢字漢', 11, 'right')]),
      () => {},
    );
    expect(await terminal.lines()).toEqual(['left      right', '漢字漢字漢right']);
  });
});

describe('Screen', () => {
  it('has one write under way, and says when the next frame may come', () => {
    const writes: { text: string; done: () => void }[] = [];
    let idle = 0;
    const screen = new Screen(
      (text, done) => writes.push({ text, done }),
      () => idle++,
    );
    screen.show(['one']);
    expect(screen.busy).toBe(true);
    expect(writes.length).toBe(1);
    writes[0].done();
    expect([screen.busy, idle]).toEqual([false, 1]);
  });

  it('wraps a frame in one synchronized update and writes nothing for the same frame', () => {
    const texts: string[] = [];
    const screen = new Screen(
      (text, done) => {
        texts.push(text);
        done();
      },
      () => {},
    );
    screen.show(['one']);
    screen.show(['one']);
    expect(texts.length).toBe(1);
    expect(texts[0]).toMatch(/^\x1b\[\?2026h.*one.*\x1b\[\?2026l$/s);
  });

  it('draws everything again after forget', () => {
    const texts: string[] = [];
    const screen = new Screen(
      (text, done) => {
        texts.push(text);
        done();
      },
      () => {},
    );
    screen.show(['one', 'two']);
    screen.forget();
    screen.show(['one', 'two']);
    expect(texts[1]).toContain('\x1b[2J');
    expect(texts[1]).toContain('two');
  });

  it('calls back after the write under way when stopped, and writes nothing more', () => {
    const done: (() => void)[] = [];
    const screen = new Screen(
      (_, finished) => done.push(finished),
      () => {},
    );
    let stopped = false;
    screen.show(['one']);
    screen.stop(() => {
      stopped = true;
    });
    expect(stopped).toBe(false);
    done[0]();
    expect(stopped).toBe(true);
    screen.show(['two']);
    expect(done.length).toBe(1);
  });
});
