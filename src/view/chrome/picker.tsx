// Fields found for a query, and which of them are columns -> the column picker.
import { Box, Text } from 'ink';
import { padded, visible } from '../../fields/text.ts';
import type { Theme } from '../theme.ts';
import { PANE_MARGIN } from './pane.tsx';

export interface Choice {
  name: string;
  description: string;
}

export interface PickerProperties {
  theme: Theme;
  query: string;
  /** The field with the query and its caret. */
  field: string;
  found: readonly Choice[];
  /** Names of the fields that are columns now. */
  shown: readonly string[];
  /** Name of a column that is on show in place of others, '' for none. */
  standIn: string;
  /** Widths they were given, `NAME=WIDTH` with spaces between. */
  widths: string;
  /** How many of the columns have no place in the table. */
  hidden: number;
  /** What is to say of the room that columns have, by name. */
  notes: ReadonlyMap<string, string>;
  index: number;
  height: number;
  width: number;
}

const EDGE = '  ';
const SEARCH = 'search ';
/** Cells of a line beyond which its end would be too far from its beginning for the eye. */
const WIDEST = 110;
/** How the note of a column begins that is chosen and not on the screen. */
export const NO_ROOM = 'no room';

/** Cells for the field in a picker. */
export function searchSpace(width: number): number {
  return Math.max(10, width - SEARCH.length - PANE_MARGIN);
}

export function Picker(properties: PickerProperties) {
  const { theme, query, field, found, index, height } = properties;
  const page = Math.max(1, height - 2);
  const top = Math.min(Math.max(0, index - Math.floor(page / 2)), Math.max(0, found.length - page));
  const rows = found.slice(top, top + page);
  return (
    <Box flexDirection="column" width={properties.width}>
      <Text wrap="truncate">{title(properties)}</Text>
      <Text wrap="truncate">{EDGE + search(theme, query, field)}</Text>
      {rows.map((choice, line) => (
        <Text key={choice.name} wrap="truncate">
          {EDGE + choiceLine(properties, choice, top + line === index)}
        </Text>
      ))}
      {rows.length === 0 && <Text wrap="truncate">{`${EDGE}no field is like ${visible(query)}`}</Text>}
    </Box>
  );
}

function title(properties: PickerProperties): string {
  const { theme, shown, found, width } = properties;
  const { horizontal } = theme.glyphs;
  const note = ` ${shown.length} ${roomText(properties)}, ${found.length} listed `;
  const fill = horizontal.repeat(Math.max(0, width - 'columns'.length - note.length - 5));
  return `${theme.paint('border', horizontal.repeat(2))} ${theme.paint('name', 'columns')} ${theme.paint('border', fill + note + horizontal)}`;
}

function roomText({ hidden }: PickerProperties): string {
  return hidden > 0 ? `chosen, ${hidden} without room` : 'shown';
}

function search(theme: Theme, query: string, field: string): string {
  return `${theme.paint('match', SEARCH)}${field}${query === '' ? theme.paint('label', ' type part of a name or of what it means') : ''}`;
}

function choiceLine(properties: PickerProperties, choice: Choice, current: boolean): string {
  const { theme, shown, standIn, notes } = properties;
  const width = Math.min(properties.width, WIDEST);
  const { glyphs } = theme;
  const on = shown.includes(choice.name);
  const name = padded(choice.name, Math.min(24, Math.max(12, Math.floor(width / 3))), false, glyphs.ellipsis);
  const mark = on ? glyphs.on : choice.name === standIn ? glyphs.instead : glyphs.off;
  const start = `${current ? glyphs.pointer : ' '} ${mark} `;
  const note = notes.get(choice.name) ?? '';
  const end = note === '' ? '' : ` ${note}`;
  const space = Math.max(0, width - 2 - start.length - name.length - 1 - end.length);
  const description = padded(
    widthNote(properties, choice) + choice.description,
    space,
    false,
    glyphs.ellipsis,
  );
  if (current) return theme.paint('chosen', `${start}${name} ${description}${end}`);
  const role = note.startsWith(NO_ROOM) ? 'held' : 'label';
  const sign = on ? theme.paint(note.startsWith(NO_ROOM) ? 'held' : 'good', start) : start;
  return `${sign}${name} ${theme.paint('label', description)}${theme.paint(role, end)}`;
}

/** The width it was given, if any. */
function widthNote({ widths }: PickerProperties, { name }: Choice): string {
  const given = widths.split(' ').find((entry) => entry.startsWith(`${name}=`));
  return given ? `[${given.slice(name.length + 1)}] ` : '';
}
