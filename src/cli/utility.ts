// In: a command that captures nothing, and its words. Out: what it prints.

import { placesOf } from '../config/places.ts';
import { configTemplate } from '../config/template.ts';
import { type CommandEntry, commandUsage } from './commands.ts';
import { completionScript } from './completion/script.ts';
import { configure, type Surroundings } from './configure.ts';
import { manPage } from './man.ts';
import { UsageError } from './usage-error.ts';
import { VOCABULARY } from './vocabulary.ts';

/** A text for standard output, and whether it tells of a failure. */
export interface Printed {
  readonly text: string;
  readonly failed?: boolean;
}

const NOWHERE = 'there is no home folder to look for a config file in';

/** Throws UsageError. */
export async function utility(
  command: CommandEntry,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Printed> {
  const usage = `dnstop ${commandUsage(command)}`;
  if (words[0] === '--help' || words[0] === '-h') return { text: `Usage: ${usage}\n\n${command.meaning}` };
  const wrong = words.find((word, at) => at > 0 || !command.words?.some((known) => known.word === word));
  if (wrong !== undefined) throw new UsageError(`unexpected argument '${wrong}'; usage: ${usage}`);
  if (command.name === 'man') return { text: manPage() };
  if (command.name === 'completion') return { text: completionScript(shellOf(words[0], usage)) };
  return config(words[0], surroundings);
}

function shellOf(word: string | undefined, usage: string): 'bash' | 'zsh' | 'fish' {
  if (word === 'bash' || word === 'zsh' || word === 'fish') return word;
  throw new UsageError(`which shell? usage: ${usage}`);
}

async function config(word: string | undefined, surroundings: Surroundings): Promise<Printed> {
  const path = placesOf().config;
  if (word === '--template')
    return { text: configTemplate(VOCABULARY, path ?? '~/.config/dnstop/config.yaml') };
  if (path === undefined) throw new UsageError(NOWHERE);
  if (word === '--path') return { text: path };
  const { path: found, complaints } = await configure(surroundings);
  if (found === undefined) return { text: `${path}: no such file; dnstop config --template prints one` };
  if (complaints.length === 0) return { text: `${found}: fine` };
  return { text: complaints.join('\n'), failed: true };
}
