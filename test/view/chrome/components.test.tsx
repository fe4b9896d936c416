import { render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { FilterBar, fieldPlace } from '../../../src/view/chrome/filter-bar.tsx';
import { Header, recordedText } from '../../../src/view/chrome/header.tsx';
import { Notice } from '../../../src/view/chrome/notice.tsx';
import { Pane } from '../../../src/view/chrome/pane.tsx';
import { Picker } from '../../../src/view/chrome/picker.tsx';
import { Region } from '../../../src/view/chrome/region.ts';
import { Status } from '../../../src/view/chrome/status.tsx';
import { lineOf } from '../../../src/view/state/line.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const theme = makeTheme(false, true);
const color = makeTheme(true, true);

/** The frame without styles; ink-testing-library draws 100 columns. */
function frame(element: React.ReactElement): string {
  const instance = render(element);
  const text = instance.lastFrame() ?? '';
  instance.unmount();
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}

const header = {
  theme,
  source: '3 network namespaces · ports 53, 5353',
  since: 'since 17:04:12',
  progress: 'live',
  span: undefined as string | undefined,
  events: 23456,
  queries: 1203,
  answers: 1180.4,
  errors: 0,
  lost: 0,
  recorded: '',
  kept: 12345,
  capacity: 1_000_000,
  sorted: '',
  sorting: false,
  follow: true,
  paused: false,
  held: 0,
  width: 100,
};

describe('Header', () => {
  it('says what rows are sorted by', () => {
    expect(frame(<Header {...header} sorted="latency_ns" />)).toContain('live · sorted by latency_ns');
  });

  it('says that rows are not sorted yet, also while they are held still', () => {
    const sorting = { ...header, sorted: 'latency_ns', sorting: true };
    expect(frame(<Header {...sorting} />)).toContain('live · sorting by latency_ns …');
    expect(frame(<Header {...sorting} paused />)).toContain('paused · sorting by latency_ns …');
    expect(frame(<Header {...sorting} follow={false} />)).toContain('sorting by latency_ns …');
  });

  it('says what is watched, how much comes, and that it is live', () => {
    const [first, second] = frame(<Header {...header} />).split('\n');
    expect(first).toMatch(
      /^dnstop {2}3 network namespaces · ports 53, 5353 · since 17:04:12 +● live · following newest$/,
    );
    expect(second).toBe(
      'queries 1,203/s   answers 1,180/s   errors 0/s   lost 0   kept 12,345 of 1,000,000 events',
    );
  });

  it('says that events were lost in words and in red', () => {
    expect(frame(<Header {...header} lost={17} />)).toContain('lost 17!');
    const instance = render(<Header {...header} theme={color} lost={17} />);
    expect(instance.lastFrame()).toMatch(/\x1b\[91mlost 17!/);
    instance.unmount();
  });

  it('says how much is recorded, and that recording failed', () => {
    const recorded = (events: number, failed: boolean) => recordedText({ events, failed });
    expect(frame(<Header {...header} recorded={recorded(1234, false)} />)).toContain(
      'lost 0   recorded 1,234   kept',
    );
    expect(frame(<Header {...header} recorded={recorded(1234, true)} />)).toContain('recording failed!');
    expect(recordedText(undefined)).toBe('');
  });

  it('counts all of a file and its span, and says no rates', () => {
    const file = {
      ...header,
      since: '',
      progress: 'read to its end',
      events: 12345,
      answers: 1180,
      errors: 7,
    };
    const figures = (change: object) => frame(<Header {...file} {...change} />).split('\n')[1];
    expect(figures({ span: '3h 12m' })).toBe(
      'events 12,345 over 3h 12m   queries 1,203   answers 1,180   errors 7',
    );
    expect(figures({ span: '' })).toMatch(/^events 12,345 {3}queries/);
    expect(figures({ span: '1.20s', kept: 10000, lost: 3, width: 80 })).toBe(
      'events 12,345 over 1.20s  queries 1,203  answers 1,180  errors 7  lost 3!  kept 10,000',
    );
  });

  it('says paused, and what waits', () => {
    expect(frame(<Header {...header} paused held={1234} />)).toContain('❚❚ paused · 1,234 new');
    expect(frame(<Header {...header} follow={false} />)).toContain('not following');
  });
});

const bar = {
  theme,
  text: 'qr==R',
  field: 'qr==R ',
  from: 0,
  error: '',
  errorColumn: 0,
  hint: 'a field',
  count: '12 of 3,400 match',
  instead: '',
  width: 100,
};

describe('FilterBar', () => {
  it('says which rows there are at its right', () => {
    expect(frame(<FilterBar {...bar} />)).toMatch(/qr==R +12 of 3,400 match$/m);
    expect(frame(<FilterBar {...bar} instead="last valid: " />)).toMatch(/ last valid: 12 of 3,400 match$/m);
  });

  it('puts the mark below the place of the error', () => {
    const [text, error] = frame(
      <FilterBar {...bar} text="nam==x" field="nam==x " error="unknown field" errorColumn={1} />,
    ).split('\n');
    expect(error.indexOf('^')).toBe(text.indexOf('nam==x'));
    expect(error).toContain('^ unknown field');
  });

  it('is one line when it has not the keyboard', () => {
    expect(frame(<FilterBar {...bar} field="" />).split('\n')).toHaveLength(1);
  });

  it('shows the end of a long text while it is being typed', () => {
    const long = `${'name==aaaaaaaaaaaa||'.repeat(12)}END`;
    const { from, space } = fieldPlace(lineOf(long), bar.count.length, 100);
    expect(fieldPlace(lineOf('qr==R'), bar.count.length, 100).from).toBe(0);
    expect(fieldPlace({ text: long, caret: 0 }, bar.count.length, 100).from).toBe(0);
    expect(long.length + 1 - from).toBeLessThanOrEqual(space);
    const shown = frame(<FilterBar {...bar} text={long} field={long.slice(from)} />).split('\n')[0];
    expect(shown).toContain('END');
    expect(shown).toContain('match');
  });

  it('says what is expected where nothing is wrong, and what is wrong before the mark where there is more space', () => {
    expect(frame(<FilterBar {...bar} />).split('\n')[1]).toBe('       a field');
    const long = `${'name==aaaaaaaaaaa,'.repeat(4)}x==1`;
    const properties = { ...bar, text: long, field: long, error: 'unknown field "x"', errorColumn: 73 };
    const [text, error] = frame(<FilterBar {...properties} width={90} />).split('\n');
    expect(error.trim()).toBe('unknown field "x" ^');
    expect(error.indexOf('^')).toBe(text.indexOf('x==1'));
  });
});

describe('Status', () => {
  const status = { theme, context: 'table' as const, notice: '', position: 'row 1 of 2', width: 100 };

  it('offers keys, as many as there is space for, help and quit always', () => {
    expect(frame(<Status {...status} />)).toMatch(
      /^\/ filter {2}c columns {2}enter follow.*q quit +row 1 of 2$/,
    );
    expect(frame(<Status {...status} width={45} />)).toMatch(/\? help {2}q quit/);
    expect(frame(<Status {...status} width={45} />)).not.toContain('newest');
    expect(frame(<Status {...status} context="path" />)).toMatch(/^enter open hop {2}esc back.*q quit/);
  });

  it('offers to show a column and to close the picker where nothing else fits', () => {
    const narrow = {
      ...status,
      context: 'columns' as const,
      position: '+6 columns  row 5,702/5,702',
      width: 60,
    };
    expect(frame(<Status {...narrow} />)).toMatch(/^space show or hide {2}esc close +\+6 columns/);
    expect(frame(<Status {...narrow} width={100} />)).toMatch(/width {2}.*space show or hide {2}esc close/);
  });

  it('tells what happened in their place', () => {
    expect(frame(<Status {...status} notice="row copied" />)).toMatch(/^row copied +row 1 of 2$/);
    const long = 'row of hop 2 of 18 copied to /tmp/dnstop-copied-7807-528c8: tmux';
    expect(frame(<Status {...status} width={70} notice={long} />)).toBe(long);
  });
});

describe('Pane', () => {
  const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);

  it('shows a page of its lines and which', () => {
    const shown = frame(
      <Pane theme={theme} title="event 1" lines={lines} scroll={5} height={6} width={60} beside={false} />,
    );
    expect(shown.split('\n')[0]).toMatch(/^── event 1 ─+ 6-10 of 30 lines ─$/);
    expect(shown.split('\n')[0]).toHaveLength(60);
    expect(
      shown
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual(lines.slice(5, 10));
  });

  it('fills its height beside the table', () => {
    const shown = frame(
      <Pane theme={theme} title="event 1" lines={['one']} scroll={0} height={4} width={40} beside={true} />,
    );
    expect(
      shown
        .split('\n')
        .map((line) => line.trimEnd())
        .slice(1),
    ).toEqual(['│ one', '│', '│']);
  });
});

describe('Picker', () => {
  const found = ['name', 'qtype', 'id'].map((name) => ({ name, description: `what ${name} means` }));
  const picker = {
    theme,
    query: '',
    field: ' ',
    found,
    widths: '',
    standIn: '',
    hidden: 0,
    notes: new Map<string, string>(),
    shown: ['name'],
    index: 1,
    height: 6,
    width: 60,
  };

  it('marks what is shown and where the cursor is, without colour', () => {
    const lines = frame(<Picker {...picker} />)
      .split('\n')
      .map((line) => line.trim());
    expect(lines[2]).toMatch(/^◉ name +what name means$/);
    expect(lines[3]).toMatch(/^▸ ○ qtype +what qtype means$/);
    expect(lines[0]).toContain('1 shown, 3 listed');
  });

  it('says which columns have no room, and which go next', () => {
    const notes = new Map([
      ['name', 'no room'],
      ['qtype', 'goes 1st'],
    ]);
    const shown = ['name', 'qtype'];
    const lines = frame(<Picker {...picker} shown={shown} hidden={1} notes={notes} />).split('\n');
    expect(lines[0]).toMatch(/ 2 chosen, 1 without room, 3 listed ─$/);
    expect(lines[2]).toMatch(/◉ name +what name means +no room$/);
    expect(lines[3]).toMatch(/◉ qtype +what qtype means +goes 1st$/);
    expect(lines.slice(2, 4).map((line) => line.length)).toEqual([60, 60]);
  });

  it('says so when nothing is like the query', () => {
    expect(frame(<Picker {...picker} query="zzz" field="zzz " found={[]} />)).toContain(
      'no field is like zzz',
    );
  });

  it('keeps the chosen line in sight', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ name: `field${index}`, description: '' }));
    expect(frame(<Picker {...picker} found={many} index={39} />)).toContain('▸ ○ field39');
  });
});

it('Notice is a block in the middle', () => {
  const lines = frame(<Notice text={'one\n\nthree'} width={20} />).split('\n');
  expect(lines).toEqual(['        one', '', '        three']);
});

describe('Region', () => {
  let region: Region<{ text: string; width: number }>;
  afterEach(() => region.close());

  it('draws at once, and only what changed', () => {
    let drawn = 0;
    region = new Region(({ text, width }) => {
      drawn++;
      return <Notice text={text} width={width} />;
    });
    expect(region.draw({ text: 'one', width: 10 }, 10)[0].trim()).toBe('one');
    expect(region.draw({ text: 'one', width: 10 }, 10)[0].trim()).toBe('one');
    expect(drawn).toBe(1);
    expect(region.draw({ text: 'two', width: 10 }, 10)[0].trim()).toBe('two');
    expect(region.draw({ text: 'two', width: 20 }, 20)[0].trim()).toBe('two');
  });
});
