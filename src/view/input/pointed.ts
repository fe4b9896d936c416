// A report of the mouse (xterm's ctlseqs, "Mouse Tracking") -> what was pressed, and on which cell.

/** The first button or the wheel, on a cell of the screen, both from 0. */
export interface Pointed {
  pointed: 'press' | 'wheel-up' | 'wheel-down';
  column: number;
  line: number;
}

/** Bits of the button that hold a modifier: shift 4, alt 8, ctrl 16; they change nothing here. */
const MODIFIERS = 4 | 8 | 16;
const BUTTONS: Record<number, Pointed['pointed']> = { 0: 'press', 64: 'wheel-up', 65: 'wheel-down' };

/** @param column @param line from 1. Undefined for other buttons, releases and moves. */
export function pointed(button: number, column: number, line: number): Pointed | undefined {
  const what = BUTTONS[button & ~MODIFIERS];
  return what && column > 0 && line > 0 ? { pointed: what, column: column - 1, line: line - 1 } : undefined;
}

/** The report of a terminal without mode 1006: three characters behind CSI M, each 32 more than its number. */
export function pointedOld(characters: string): Pointed | undefined {
  const [button, column, line] = Array.from(characters, (character) => character.charCodeAt(0) - 32);
  return pointed(button, column, line);
}
