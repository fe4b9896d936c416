// The prompt for the file to save to, as the state holds it.
import { type Line, lineOf } from './line.ts';

/** A choice of events, and how it is told. */
export interface Savable {
  what: 'path' | 'marked' | 'list';
  label: string;
}

export interface SavePrompt {
  line: Line;
  /** What could be saved when the prompt was opened, and the one under the cursor. */
  choices: readonly Savable[];
  index: number;
  /** Events from this number on came later. */
  end: number;
  /** Why the last try came to nothing, or what is being done; '' for nothing to say. */
  remark: string;
  /** The name of a file that is there: another enter writes over it. */
  replaces: string;
}

export const NO_PROMPT: SavePrompt = {
  line: lineOf(''),
  choices: [],
  index: 0,
  end: 0,
  remark: '',
  replaces: '',
};
