import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../src/tables/dimensions.ts';
import { tabLine } from '../../../src/view/tables/tabs.ts';
import { makeTheme } from '../../../src/view/theme.ts';

const at = (width: number, tab = 3) =>
  tabLine(makeTheme(false, true), tab, width).replace(/\x1b\[[\d;]*m/g, '');

describe('tabs of the tables', () => {
  it('have space around them where there is space', () => {
    expect(at(91)).toBe(
      ' 1 name  2 type  3 rcode  4 server  5 client  6 process  7 container  8 namespace  9 netns ',
    );
  });

  it('keep their digits in narrow terminals, where the longest titles are cut', () => {
    expect(at(80)).toBe('1name  2type  3rcode  4server  5client  6process  7container  8namespace  9netns');
    expect(at(79)).toBe('1name 2type 3rcode 4server 5client 6process 7container 8namespace 9netns');
    expect(at(60)).toBe('1name 2type 3rco… 4server 5cli… 6pro… 7con… 8nam… 9net…');
    expect(at(40, 7)).toBe('1 2 3 4 5 6 7 8namespace 9');
    for (let width = 40; width < 120; width++)
      for (let tab = 0; tab < DIMENSIONS.length; tab++) {
        const line = at(width, tab);
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line.replace(/\D/g, '')).toBe('123456789');
        expect(line).toContain(DIMENSIONS[tab].title);
      }
  });
});
