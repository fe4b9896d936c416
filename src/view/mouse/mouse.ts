// What the mouse did, and the part of the screen under it -> what is done there. Off until it is asked for.
import type { Effects } from '../effects.ts';
import type { Pointed } from '../input/pointed.ts';
import { keyOf } from '../keymap.ts';
import type { Action } from '../state/action.ts';
import { positionOf } from '../state/cursor.ts';
import type { State } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { TablePainter } from '../table/painter.ts';
import { MOUSE_OFF, MOUSE_ON } from '../terminal/sequences.ts';
import { type Part, partAt } from './part-at.ts';

/** Rows or lines for a notch of the wheel, as less and vim have it. */
const NOTCH = 3;

interface Parts {
  state(): State;
  world(): World;
  perform(action: Action): void;
  table: Pick<TablePainter, 'columnAt'>;
  /** To the terminal. */
  send(sequence: string): void;
}

/** While it is on the terminal selects text only with shift held: that is why it is off at first. */
export class Mouse {
  private readonly parts: Parts;
  private on = false;
  readonly effects: Effects = { mouse: () => this.toggle() };

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** The terminal was given away and is back. */
  resumed(): void {
    if (this.on) this.parts.send(MOUSE_ON);
  }

  point(what: Pointed): void {
    const { state, perform } = this.parts;
    const part = this.on ? partAt(state(), what.line, what.column) : undefined;
    if (!part) return;
    const actions = what.pointed === 'press' ? this.pressed(part) : this.turned(part, what.pointed);
    for (const action of actions) perform(action);
  }

  private toggle(): void {
    this.on = !this.on;
    this.parts.send(this.on ? MOUSE_ON : MOUSE_OFF);
    const text = this.on
      ? `mouse on: wheel, click rows and titles; shift selects text; ${keyOf('mouse')} off`
      : 'mouse off: the terminal selects text';
    this.parts.perform({ type: 'notice', text });
  }

  private turned(part: Part, way: 'wheel-up' | 'wheel-down'): Action[] {
    const sign = way === 'wheel-up' ? -1 : 1;
    const { context } = this.parts.state();
    if (part.part !== 'pane') return [isOpen(context) ? { type: 'step', by: sign } : move(sign * NOTCH)];
    if (part.what !== context) return [];
    if (context === 'columns') return [{ type: 'columns-move', by: sign }];
    if (context === 'save') return [{ type: 'save-move', by: sign }];
    return [move(context === 'detail' || context === 'help' ? sign * NOTCH : sign)];
  }

  private pressed(part: Part): Action[] {
    if (part.part === 'pane') return [];
    if (part.part === 'row') return this.rowPressed(part.line);
    const column = this.parts.table.columnAt(part.column);
    return column === undefined ? [] : [{ type: 'sort-by', column }];
  }

  /** The cursor goes there; a row that has it already is opened. In what is open the next one is opened in its place. */
  private rowPressed(line: number): Action[] {
    const { rows, height } = this.parts.world();
    const state = this.parts.state();
    const { top, cursor } = positionOf(state, rows, height);
    const by = top + line - cursor;
    if (top + line >= rows.count) return [];
    if (!isOpen(state.context))
      return by === 0 && state.context === 'table' ? [{ type: 'open' }] : [move(by)];
    if (by === 0) return [];
    const overPath = state.detail !== undefined && state.path !== undefined;
    return [...(overPath ? [{ type: 'back' } as const] : []), { type: 'step', by }];
  }
}

const isOpen = (context: State['context']): boolean => context === 'path' || context === 'detail';
const move = (by: number): Action => ({ type: 'move', by });
