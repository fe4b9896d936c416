// In: the command line and the user's config file. Out: checked options and settings, or what a command prints.
import type { Settings } from '../config/settings.ts';
import { canonical } from './canonical.ts';
import { commandByName } from './commands.ts';
import { type Configured, configure, type Surroundings } from './configure.ts';
import { type Options, type OutputFormat, parseOptions } from './options.ts';

/** What the program is to do: print a text and end, or run. */
export type Start =
  | { readonly text: string; readonly failed?: boolean }
  | { readonly options: Options; readonly configured: Configured };

/** Throws UsageError. What is wrong in the config file is told, not thrown: the rest of the file holds. */
export async function start(args: readonly string[], surroundings: Surroundings): Promise<Start> {
  const [word, ...words] = args;
  const command = commandByName(word);
  if (command && !command.options)
    return (await import('./utility.ts')).utility(command, words, surroundings);
  const parsed = parseOptions(args);
  if ('text' in parsed) return parsed;
  const configured = await configure(surroundings, namedFile(args));
  return { options: withSettings(args, configured.settings), configured };
}

/** The file of --config. */
function namedFile(args: readonly string[]): string | undefined {
  const prefix = '--config=';
  return canonical(args)
    .options.findLast((option) => option.startsWith(prefix))
    ?.slice(prefix.length);
}

function withSettings(args: readonly string[], { options: settings }: Settings): Options {
  const parsed = parseOptions(args, new Map([...settings].filter(([name]) => name !== 'output')));
  if (!('options' in parsed)) throw new Error('parsed once as options, and once not');
  const { options } = parsed;
  const output = settings.get('output') as OutputFormat | undefined;
  // A default for where nothing else is asked for, as -w - and, on no terminal, tui would be.
  if (options.output !== undefined || options.write === '-' || output === 'tui') return options;
  return { ...options, output };
}
