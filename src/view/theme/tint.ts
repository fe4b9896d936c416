// Lines in the colours for a dark background, and what the background is -> the same in colours that can be read on it.

/** The terminal's background; unknown where it does not tell. */
export type Ground = 'dark' | 'light' | 'unknown';

/**
 * What stands for each colour, SGR parameters; colours that are not here stay. Green, yellow and cyan are too light on white
 * in most palettes, in bold many terminals take the light ones too, and the light ones are greys in Solarized. Light red
 * alone can be read everywhere: where the background is unknown, all else is the terminal's own colour, in bold (which the
 * end of a colour then ends, too).
 */
const INSTEAD: Record<Exclude<Ground, 'dark'>, Record<string, string>> = {
  light: { '32': '39', '33': '35', '36': '34', '91': '31', '95': '35', '96': '34' },
  unknown: { '32': '39', '33': '1', '36': '39', '95': '1', '96': '1', '39': '22;39' },
};

const STYLE = /\x1b\[([\d;]*)m/g;

export function tinted(lines: readonly string[], ground: Ground): readonly string[] {
  if (ground === 'dark') return lines;
  return lines.map((line) =>
    line.replace(STYLE, (_, style: string) => `\x1b[${tintedStyle(style, ground)}m`),
  );
}

/** SGR parameters, as one of a role is: no colours of 256 or more. */
export function tintedStyle(style: string, ground: Ground): string {
  if (ground === 'dark') return style;
  const parameters = style.split(';').map((parameter) => INSTEAD[ground][parameter] ?? parameter);
  return parameters.join(';');
}
