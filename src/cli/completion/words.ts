// In: the tables of options, commands and fields. Out: what completion scripts list of them.
import { FIELDS } from '../../fields/table.ts';
import { COMMANDS, type CommandEntry } from '../commands.ts';
import { OPTIONS, type OptionEntry } from '../table.ts';

export const options: readonly OptionEntry[] = OPTIONS;
export const commands: readonly CommandEntry[] = COMMANDS;

/** Fields by every name they go by, with their descriptions. */
export const fieldWords: readonly { name: string; meaning: string }[] = FIELDS.flatMap(
  ({ name, aliases, description }) =>
    [name, ...aliases].map((word) => ({ name: word, meaning: description })),
);

/** `-o` and `--output`. */
export function spellings({ name, short }: OptionEntry): string[] {
  return short ? [`-${short}`, `--${name}`] : [`--${name}`];
}

/** In single quotes, as every shell here reads them but for a quote itself. */
export function quoted(text: string, quote = "'\\''"): string {
  return `'${text.replaceAll("'", quote)}'`;
}
