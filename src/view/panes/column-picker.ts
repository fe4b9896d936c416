// What is searched for in the column picker and the columns on show -> the pane that lists fields.
import { widthsOf } from '../../config/memory.ts';
import type { PanePlace } from '../arrange.ts';
import { NO_ROOM, Picker, searchSpace } from '../chrome/picker.tsx';
import { Region } from '../chrome/region.ts';
import type { TextField } from '../chrome/text-field.tsx';
import { layoutOf } from '../state/picker.ts';
import type { State } from '../state/state.ts';
import type { ColumnChoice } from '../table/choice.ts';
import type { TablePainter } from '../table/painter.ts';
import type { Room } from '../table/room.ts';
import type { Theme } from '../theme.ts';
import type { PaneView } from './pane-view.ts';

export class ColumnPicker implements PaneView {
  private readonly theme: Theme;
  private readonly field: TextField;
  private readonly choice: () => ColumnChoice;
  private readonly table: Pick<TablePainter, 'room'>;
  private readonly region = new Region(Picker);
  private noted: { readonly of: Room; readonly notes: ReadonlyMap<string, string> } | undefined;

  constructor(theme: Theme, field: TextField, choice: () => ColumnChoice, table: Pick<TablePainter, 'room'>) {
    this.theme = theme;
    this.field = field;
    this.choice = choice;
    this.table = table;
  }

  draw(state: State, { width, height }: PanePlace): readonly string[] {
    const { line, index, order } = state.picker;
    const choice = this.choice();
    const room = this.table.room(state.columns);
    const properties = {
      theme: this.theme,
      query: line.text,
      field: this.field.draw(line, 0, searchSpace(width)),
      found: choice.found(line.text, order),
      shown: choice.shown(layoutOf(state)),
      standIn: room.standIn?.name ?? '',
      widths: widthsText(state),
      hidden: room.hidden.length,
      notes: this.notes(room),
      index,
      height,
      width,
    };
    return this.region.draw(properties, width);
  }

  /** The same object for the same room, so that the pane is not drawn anew. */
  private notes(room: Room): ReadonlyMap<string, string> {
    if (this.noted?.of !== room) this.noted = { of: room, notes: roomNotes(room) };
    return this.noted.notes;
  }

  close(): void {
    this.region.close();
  }
}

/** What to say of each column's room, by name: which have none, and in which order the others would follow them. */
function roomNotes({ hidden, going, standIn }: Room): ReadonlyMap<string, string> {
  const last = going.length - 1;
  return new Map([
    ...hidden.map((name): [string, string] => [name, NO_ROOM]),
    ...going.map((name, place): [string, string] => [
      name,
      place === last ? 'stays' : `goes ${ordinal(place + 1)}`,
    ]),
    ...(standIn ? [[standIn.name, `shown for ${standIn.of.join(', ')}`] as const] : []),
  ]);
}

function ordinal(number: number): string {
  const teen = Math.floor(number / 10) % 10 === 1;
  return `${number}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]) ?? 'th'}`;
}

/** Widths that were given, by name, in a form that tells changes. */
function widthsText(state: State): string {
  const given = [...widthsOf(layoutOf(state))].filter(([, width]) => width !== 'fit');
  return given.map(([name, width]) => `${name}=${width}`).join(' ');
}
