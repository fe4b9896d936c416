// A line of text being edited, and a key -> its text with the caret, and the text after the key: ink-text-input, fed.
import { Text } from 'ink';
import TextInput from 'ink-text-input';
import { visible } from '../../fields/text.ts';
import type { Key } from '../input/key.ts';
import type { Line } from '../state/line.ts';
import type { Theme } from '../theme.ts';
import { Region } from './region.ts';

interface FieldProperties {
  theme: Theme;
  text: string;
  caret: number;
  /** First character on show. */
  from: number;
  onChange(text: string): void;
}

/**
 * ink-text-input takes its next value from the frame drawn last and has its caret where it left it itself. So it is drawn
 * before each key, keyed by its text and where that begins: it never sees a key with an old value, and its caret is at the
 * end. Text whose caret is elsewhere, and text that must be escaped, is drawn here and edited in state/line.ts alone.
 */
function Field({ theme, text, caret, from, onChange }: FieldProperties) {
  if (!isPlain({ text, caret }))
    return <Text wrap="truncate">{withCaret(theme, text.slice(from), caret - from)}</Text>;
  const change = (shown: string) => onChange(text.slice(0, from) + shown);
  return (
    <Text wrap="truncate">
      <TextInput key={`${from} ${text}`} value={text.slice(from)} showCursor={false} onChange={change} />
      {theme.paint('cursor', ' ')}
    </Text>
  );
}

function isPlain({ text, caret }: Line): boolean {
  return caret === text.length && visible(text) === text;
}

function withCaret(theme: Theme, text: string, caret: number): string {
  const under = Array.from(text.slice(caret))[0] ?? ' ';
  return (
    visible(text.slice(0, caret)) +
    theme.paint('cursor', visible(under)) +
    visible(text.slice(caret + under.length))
  );
}

/** Characters before the caret that are drawn for a key alone: the key changes one of them, and cells cost time. */
const TYPED_CELLS = 8;

/** What ink-text-input is told of a key, as a terminal would send it; '' for keys that are not for it. */
function bytesOf({ name, text }: Key, line: Line): string {
  if (text !== '') return visible(text) === text ? text : '';
  // It deletes UTF-16 units: half of a character beyond the first 65,536.
  return name === 'backspace' && !/[\udc00-\udfff]$/.test(line.text) ? '\x7f' : '';
}

/** The one text field that has the keyboard: the filter, or the search for columns. */
export class TextField {
  private readonly theme: Theme;
  private readonly region = new Region(Field);
  private width = 80;
  private typed = '';
  private readonly onChange = (text: string): void => {
    this.typed = text;
  };

  constructor(theme: Theme) {
    this.theme = theme;
  }

  /** The text after a plain key at its end; undefined where the key is one for the line editor. */
  type(line: Line, key: Key): string | undefined {
    const bytes = isPlain(line) ? bytesOf(key, line) : '';
    if (bytes === '') return undefined;
    this.typed = line.text;
    this.draw(line, Math.max(0, line.text.length - TYPED_CELLS), this.width);
    this.region.type(bytes);
    return this.typed;
  }

  /** The text from its character `from` on, with the caret, in `width` cells at most. */
  draw({ text, caret }: Line, from: number, width: number): string {
    const { theme, onChange } = this;
    this.width = width;
    return this.region.draw({ theme, text, caret, from, onChange }, width)[0];
  }

  close(): void {
    this.region.close();
  }
}
