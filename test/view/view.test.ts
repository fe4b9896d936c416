import { afterEach, describe, expect, it } from 'vitest';
import { fileRead, lookups, startScreen, type TestScreen } from './support/screen.ts';

let screen: TestScreen;
afterEach(() => screen.view.stop());

describe('an empty screen', () => {
  it('names a command whose lookups are seen in the namespace that was named', async () => {
    const live = { kind: 'live', ports: [53], since: new Date(2025, 0, 1) } as const;
    const shown = async (...asked: string[]) => {
      const namespaces = asked.includes('nosuch') ? 1 : asked.length;
      screen = startScreen([], { watched: () => ({ ...live, namespaces, asked }) });
      const lines = await screen.lines();
      screen.view.stop();
      return lines.find((line) => line.includes('example.com'))?.trim();
    };
    expect(await shown('blue', 'red')).toBe('ip netns exec blue dig example.com');
    expect(await shown('/proc/7/ns/net')).toBe('nsenter --net=/proc/7/ns/net dig example.com');
    expect(await shown('host')).toBe('dig example.com    or    getent hosts example.com');
    expect(await shown('4026531840')).toBe(undefined);
    expect(await shown('nosuch', 'blue')).toBe(undefined);
  });

  it('says that no network namespace is the one that was named, and which there are', async () => {
    const live = { kind: 'live', ports: [53], since: new Date(2025, 0, 1, 12, 0, 0) } as const;
    const clauses = ['no network namespace matches nosuch', `there are ${'name, '.repeat(15)}z`, 'watching'];
    let namespaces = 0;
    screen = startScreen([], {
      watched: () => ({ ...live, namespaces, asked: ['nosuch'], unmatched: () => clauses }),
    });
    expect((await screen.lines())[0]).toContain('dnstop  no such network namespace yet');
    await screen.line('No network namespace matches nosuch.');
    await screen.line('There are name, name,');
    await screen.line('name, z.');
    await screen.line('Watching.');
    expect((await screen.lines()).join('\n')).not.toContain('dig');
    namespaces = 1;
    screen.view.tick();
    screen.clock.pass(300);
    await screen.line('Watching 1 network namespace on port 53');
  });
});

it('a file is counted, not measured by how fast it is read', async () => {
  screen = startScreen(lookups(8), { watched: fileRead });
  screen.clock.pass(300);
  const [first, second] = await screen.lines();
  expect(first).toMatch(/^dnstop {2}a\.pcap · port 53 +● read to its end$/);
  expect(second).toMatch(/^events 8 over 7\.00ms {3}queries \d+ {3}answers \d+ {3}errors \d+$/);
});

describe('rows', () => {
  it('appear, newest at the bottom under the cursor', async () => {
    screen = startScreen([]);
    expect(await screen.line('Watching 3 network namespaces on ports 53, 5353')).toContain('since 12:00:00');
    screen.add(...lookups(5));
    expect(await screen.line('name4.example.')).toMatch(/^▸ .*curl +Q/);
    expect((await screen.lines())[0]).toContain('● live · following newest');
  });

  it('scroll through everything kept, and stand still when the cursor has left the newest', async () => {
    screen = startScreen(lookups(16));
    screen.press('g');
    expect(await screen.line('name0.example.')).toMatch(/^▸/);
    const before = (await screen.lines()).slice(3, 20);
    screen.add(...lookups(4, 100));
    expect((await screen.lines())[0]).toContain('not following');
    expect((await screen.lines()).slice(3, 20).filter((line) => line !== '').length).toBeGreaterThan(10);
    expect(before[0]).toMatch(/^▸/);
    screen.press('f');
    expect(await screen.line('name103.example.')).toMatch(/^▸/);
  });

  it('are held back by pause while capture goes on, and counted', async () => {
    screen = startScreen(lookups(3));
    screen.press(' ');
    screen.add(...lookups(4, 50));
    screen.clock.pass(300);
    expect((await screen.lines())[0]).toContain('❚❚ paused · 4 new');
    expect((await screen.lines()).join('\n')).not.toContain('name50');
    screen.press(' ');
    expect((await screen.lines()).join('\n')).toContain('name53');
  });

  it('are gone after clear, and new ones appear', async () => {
    screen = startScreen(lookups(3));
    screen.press('\x12');
    await screen.line('Cleared.');
    screen.add(...lookups(1, 9));
    await screen.line('name9.example.');
    expect((await screen.lines()).join('\n')).not.toContain('name2.');
    expect((await screen.lines()).at(-1)).toMatch(/^cleared: u undoes it .*row 1 of 1$/);
    screen.press('u');
    await screen.line('name2.example.');
    expect((await screen.lines()).at(-1)).toContain('? help');
  });

  it('are counted from the clear on, by pause and filter, too', async () => {
    screen = startScreen(lookups(8), { filters: ['qr==R'] });
    screen.press(' ');
    screen.add(...lookups(4, 20));
    screen.press('\x12');
    expect(await screen.line('filter qr==R')).toContain('0 of 0 match');
    screen.press(' ');
    screen.add(...lookups(2, 40));
    screen.press('j');
    expect((await screen.lines())[0]).toContain('paused · 1 new');
    expect(await screen.line('filter qr==R')).toContain('1 of 2 match');
  });

  it('leave nothing behind after clear where they are sorted', async () => {
    screen = startScreen(lookups(8));
    screen.press('>>');
    screen.clock.pass(2000);
    screen.press('\x12');
    expect((await screen.lines()).at(-1)).toContain('no rows');
    await screen.line('Cleared.');
    screen.add(...lookups(1, 9));
    screen.press('j');
    expect((await screen.lines()).at(-1)).toContain('row 1 of 1');
    await screen.line('name9.example.');
  });

  it('come back after clear by a key, which it names', async () => {
    screen = startScreen(lookups(3), { watched: fileRead });
    screen.press('\x12');
    await screen.line('Nothing more comes: a.pcap was read to its end.');
    await screen.line('u shows the 3 events again.');
    expect((await screen.lines()).join('\n')).not.toContain('next DNS message');
    screen.press(' ');
    await screen.line('u shows the 3 events again.');
    screen.press(' u');
    await screen.line('name2.example.');
    expect((await screen.lines()).at(-1)).toContain('row 3 of 3');
    screen.press('u');
    await screen.line('nothing was cleared');
  });

  it('that were not there when the screen was paused are not called evicted', async () => {
    screen = startScreen([]);
    screen.press(' ');
    screen.add(...lookups(3));
    await screen.line('Nothing had come when the screen was paused.');
  });

  it('cannot move the cursor, whatever names they hold', async () => {
    const evil = '\x1b[2J\x1b[1;1HEVIL\r\n\x07';
    screen = startScreen([
      { name: 'before.' },
      {
        name: 'x\\027[2J.',
        process: { pid: 7, comm: evil, cmdline: evil },
        netns: { inode: 5, name: evil },
        iface: evil,
      },
      { name: 'after.' },
    ]);
    screen.press('cif');
    screen.press('ace ');
    screen.press('\x1b');
    screen.clock.pass(50);
    const before = await screen.lines();
    expect(before[0]).toContain('dnstop');
    expect(before.findIndex((line) => line.includes('after.'))).toBe(
      before.findIndex((line) => line.includes('before.')) + 2,
    );
    screen.press('\x1b[A\rzG');
    expect(await screen.line('proc.cmdline')).toMatch(
      /\\(x1b|027)\[2J\\(x1b|027)\[1;1HEVIL\\(x0d|013)\\(x0a|010)\\(x07|007)/,
    );
    expect((await screen.lines())[0]).toContain('dnstop');
  });
});

describe('columns', () => {
  it('are found by a few letters, and shown and hidden at once', async () => {
    screen = startScreen(lookups(3), { columns: 140 });
    expect((await screen.lines())[2]).not.toContain('IFACE');
    screen.press('ciface ');
    expect((await screen.lines())[2]).toContain('IFACE');
    screen.press(' ');
    expect((await screen.lines())[2]).not.toContain('IFACE');
    screen.press('\x12');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect((await screen.lines()).at(-1)).toContain('columns');
  });

  it('can be given at the start', async () => {
    screen = startScreen(lookups(3), {
      layouts: { events: { columns: ['id', 'name', 'no-such-field'].map((name) => ({ name })) } },
    });
    expect((await screen.lines())[2].trim().split(/ +/)).toEqual(['ID', 'NAME']);
  });
});

describe('the open row', () => {
  it('tells everything about the event, and esc returns to its row', async () => {
    screen = startScreen(lookups(16), { lines: 50 });
    screen.press('\x1b[A\x1b[A\rz');
    expect(await screen.line('event 14:')).toContain('name13.example.');
    expect(await screen.line('proc.pid')).toContain('113');
    screen.press('\x1b[C');
    await screen.line('event 15:');
    screen.press('\x1b');
    screen.clock.pass(50);
    expect(await screen.line('name14.example.')).toMatch(/^▸/);
  });

  it('stands beside the table where there is space, and over all of it when zoomed', async () => {
    screen = startScreen(lookups(3), { columns: 200 });
    screen.press('\r');
    expect(await screen.line('event 3:')).toMatch(/NAME.*event 3:/);
    screen.press('z');
    expect(await screen.line('event 3:')).toMatch(/^── event 3:/);
  });
});

describe('the terminal', () => {
  it('is drawn anew at each size, and says so where it is too small', async () => {
    screen = startScreen(lookups(3));
    for (const [columns, lines] of [
      [20, 5],
      [1, 1],
      [39, 24],
      [80, 7],
    ]) {
      screen.terminal.resize(columns, lines);
      screen.clock.pass(1);
      expect('terminal too small:'.startsWith((await screen.lines())[0].replace('…', ''))).toBe(true);
    }
    for (const [columns, lines] of [
      [40, 8],
      [80, 24],
      [200, 50],
      [300, 100],
    ]) {
      screen.terminal.resize(columns, lines);
      screen.clock.pass(1);
      expect((await screen.lines())[0]).toMatch(/^dnstop/);
      await screen.line('name2.');
      for (const key of ['?', '\x1b[B', '?', 'c', '\x0f', '/', '\r', '\r', 'z', 'z', '\r']) screen.press(key);
      expect((await screen.lines())[0]).toMatch(/^dnstop/);
    }
  });

  it('is given back before the program is told to end', async () => {
    for (const key of ['q', '\x03']) {
      screen = startScreen(lookups(3));
      screen.press(key);
      await screen.view.stop();
      expect([screen.quits, screen.terminal.left > 0]).toEqual([1, true]);
    }
  });

  it('that hangs up ends the program', async () => {
    screen = startScreen([]);
    screen.terminal.hangUp();
    await screen.view.stop();
    expect(screen.quits).toBe(1);
  });

  it('that is slow gets the newest frame, not all of them', async () => {
    screen = startScreen(lookups(3));
    screen.terminal.stall = true;
    const before = screen.terminal.writes;
    for (let batch = 0; batch < 10; batch++) screen.add(...lookups(1, 100 + batch));
    expect(screen.terminal.writes).toBe(before + 1);
    screen.terminal.stall = false;
    screen.terminal.stalled!();
    screen.clock.pass(1);
    expect(screen.terminal.writes).toBe(before + 2);
    await screen.line('name109.');
  });

  it('gets nothing while nothing happens', () => {
    screen = startScreen(lookups(3));
    screen.clock.pass(5000);
    const before = screen.terminal.writes;
    screen.clock.pass(60_000);
    expect(screen.terminal.writes).toBe(before);
  });

  it('copies the row, and the event, to the clipboard', async () => {
    screen = startScreen(lookups(3));
    screen.press('Y');
    expect(screen.terminal.written).toContain(`\x1b]52;c;${Buffer.from('{"row":2}').toString('base64')}\x07`);
    await screen.line('event as JSON copied');
    screen.press('y');
    const copied = /\x1b\]52;c;([^\x07]+)\x07/g;
    const texts = [...screen.terminal.written.matchAll(copied)].map((match) =>
      Buffer.from(match[1], 'base64').toString(),
    );
    expect(texts.at(-1)!.split('\t')).toContain('name2.example.');
  });
});
