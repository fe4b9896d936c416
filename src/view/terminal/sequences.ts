// The control sequences dnstop sends, by name: ECMA-48 and xterm's ctlseqs, nothing a Linux console lacks.

export const ESC = '\x1b';
export const CSI = '\x1b[';

/** Asks the terminal to show everything up to SYNC_END at once (DEC private mode 2026); ignored where unknown. */
export const SYNC_BEGIN = `${CSI}?2026h`;
export const SYNC_END = `${CSI}?2026l`;

export const RESET_STYLE = `${CSI}0m`;
export const ERASE_LINE_RIGHT = `${CSI}K`;
export const CLEAR_SCREEN = `${CSI}2J`;

/** Alternate screen with the cursor saved, bracketed paste, no wrap at the right edge, cursor hidden. */
export const ENTER_SCREEN = `${CSI}?1049h${CSI}?2004h${CSI}?7l${CSI}?25l${RESET_STYLE}${CLEAR_SCREEN}${CSI}H`;
/**
 * Clicks and the wheel are reported (1000), in a form that knows no limit of columns (1006). Not how the mouse moves: a
 * terminal that reports that lets nobody select text, and nothing here needs it.
 */
export const MOUSE_ON = `${CSI}?1000h${CSI}?1006h`;
export const MOUSE_OFF = `${CSI}?1006l${CSI}?1000l`;

/** Undoes ENTER_SCREEN and MOUSE_ON, in the reverse order; ends a synchronized frame that a crash may have left open. */
export const LEAVE_SCREEN = `${SYNC_END}${RESET_STYLE}${MOUSE_OFF}${CSI}?25h${CSI}?7h${CSI}?2004l${CSI}?1049l`;

/** Asks for the colour of the background (OSC 11), and then for the terminal's attributes (DA1), which every terminal answers. */
export const ASK_BACKGROUND = `${ESC}]11;?${ESC}\\${CSI}c`;

/** Moves to a cell; both from 1. */
export function moveTo(line: number, column: number): string {
  return `${CSI}${line};${column}H`;
}

/** Asks the terminal to put text on the clipboard (OSC 52); works through ssh and, where allowed, tmux. */
export function copyToClipboard(text: string): string {
  return `${ESC}]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`;
}
