// Every role of the theme against the palettes that terminals come with, on their dark and light backgrounds (WCAG 2.2, 1.4.3).
import { describe, expect, it } from 'vitest';
import { type Ground, tintedStyle } from '../../../src/view/theme/tint.ts';
import { COLORED, makeTheme, type Role } from '../../../src/view/theme.ts';

interface Palette {
  colors: string[];
  dark: { background: string; text: string };
  light: { background: string; text: string };
}
const palette = (colors: string, dark: [string, string], light: [string, string]): Palette => ({
  colors: colors.split(' '),
  dark: { background: dark[0], text: dark[1] },
  light: { background: light[0], text: light[1] },
});

/** xterm's app-defaults, GNOME's Tango, Schoonover's Solarized, the VGA's registers as the console of Linux has them. */
const PALETTES: Record<string, Palette> = {
  xterm: palette(
    '000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
    ['000000', 'e5e5e5'],
    ['ffffff', '000000'],
  ),
  tango: palette(
    '2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
    ['2e3436', 'd3d7cf'],
    ['eeeeec', '2e3436'],
  ),
  solarized: palette(
    '073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3',
    ['002b36', '839496'],
    ['fdf6e3', '657b83'],
  ),
  VGA: palette(
    '000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff',
    ['000000', 'aaaaaa'],
    ['ffffff', '000000'],
  ),
};

/** Rows, titles, the cursor: what is read, not only noticed. */
const READ: Role[] = ['value', 'response', 'heading', 'cursor', 'cell', 'chosen'];

function luminance(color: string): number {
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

/** The colours a style may come out in: bold ones of the first eight are light in some terminals. */
function colorsOf(style: string, { colors }: Palette, text: string): string[] {
  const parameters = style.split(';').map(Number);
  const color = parameters.findLast((parameter) => parameter >= 30 && parameter !== 39);
  if (color === undefined) return [text];
  if (color >= 90) return [colors[color - 82]];
  return parameters.includes(1) ? [colors[color - 30], colors[color - 22]] : [colors[color - 30]];
}

const GROUNDS: [Ground, 'dark' | 'light'][] = [
  ['dark', 'dark'],
  ['light', 'light'],
  ['unknown', 'dark'],
  ['unknown', 'light'],
];

describe.each(Object.entries(PALETTES))('on the palette of %s', (_, colors) => {
  describe.each(GROUNDS)('thought to be %s, on the %s background', (ground, side) => {
    const { background, text } = colors[side];

    it.each(Object.entries(COLORED) as [Role, string][])('%s can be read', (role, style) => {
      const own = contrast(text, background);
      const least = READ.includes(role) ? Math.min(4.5, own) : 3;
      for (const color of colorsOf(tintedStyle(style, ground), colors, text))
        expect(contrast(color, background)).toBeGreaterThanOrEqual(least);
    });
  });
});

describe('styles', () => {
  it('have no colours beyond the 16, no black, no white, and none are faint', () => {
    for (const ground of ['dark', 'light', 'unknown'] as const)
      for (const style of Object.values(COLORED))
        expect(tintedStyle(style, ground)).toMatch(
          /^$|^(1|4|7|22|39|3[1-6]|9[1-6])(;(1|4|7|22|39|3[1-6]|9[1-6]))*$/,
        );
  });

  it('have no colours at all where none are wanted', () => {
    const theme = makeTheme(false, true);
    for (const role of Object.keys(COLORED) as Role[])
      expect(theme.begin(role)).toMatch(/^$|^\x1b\[[147](;[147])*m$/);
  });
});
