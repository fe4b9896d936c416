// Any string that came from outside -> text that takes a known number of terminal cells and cannot move the cursor.
import stringWidth from 'string-width';

/** Plain ASCII without control characters: one cell each, nothing to escape. */
const PLAIN = /^[\x20-\x7e]*$/;
/**
 * Control characters, lone surrogates, the replacement character that stands for invalid UTF-8, and what is invisible
 * but reorders, joins or hides text: format characters, line separators, variation selectors.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\ufffd]/gu;

/** Text safe to write to a terminal: what is not visible is shown as \xNN, above 0xff as \u{NNNN}. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0)!;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

const widths = new Map<string, number>();
const WIDTHS_KEPT = 4096;

/** Terminal cells that visible text takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = widths.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (widths.size >= WIDTHS_KEPT) widths.clear();
    widths.set(text, width);
  }
  return width;
}

/** Text cut to `width` cells, an ellipsis in place of what is missing, and not padded. */
export function cut(text: string, width: number, ellipsis = '…'): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  if (PLAIN.test(text)) return text.slice(0, width - 1) + ellipsis;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    kept += character;
  }
  return kept + ellipsis;
}

/** Text in exactly `width` cells: cut or padded, to the right edge where `right`. */
export function padded(text: string, width: number, right = false, ellipsis = '…'): string {
  const shown = cut(text, width, ellipsis);
  const missing = width - widthOf(shown);
  if (missing <= 0) return shown;
  return right ? ' '.repeat(missing) + shown : shown + ' '.repeat(missing);
}

/** A whole number with a comma between thousands: 1,234,567. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A rate per second in at most 5 cells: 0, 0.4, 7.5, 312, 1,203, 45.1k, 1.2M. */
export function rate(value: number): string {
  if (value === 0) return '0';
  if (value < 9.95) return value.toFixed(1);
  if (value < 9999.5) return grouped(value);
  if (value < 999_500) return `${(value / 1000).toFixed(value < 99_950 ? 1 : 0)}k`;
  return `${(value / 1e6).toFixed(1)}M`;
}

/** '1 event', '2 events', '1,000 events'. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
