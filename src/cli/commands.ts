// In: nothing. Out: the one table of the commands, from which the help, the man page and the completions are made.

export interface CommandEntry {
  readonly name: string;
  readonly meaning: string;
  /** It takes the options of the program. */
  readonly options?: true;
  /** What may stand behind it, one of them. */
  readonly words?: readonly { readonly word: string; readonly meaning: string }[];
}

export const COMMANDS = [
  {
    name: 'demo',
    options: true,
    meaning: 'the same on a small cluster of its own, made and removed again',
  },
  {
    name: 'top',
    options: true,
    meaning: 'tables of lookups: by name, type, rcode, server, client, …',
  },
  {
    name: 'config',
    meaning: 'check the config file',
    words: [
      { word: '--path', meaning: 'print where the config file is looked for' },
      { word: '--template', meaning: 'print a config file that names all settings, commented out' },
    ],
  },
  {
    name: 'completion',
    meaning: 'print the completion script for a shell',
    words: [
      { word: 'bash', meaning: 'for bash' },
      { word: 'zsh', meaning: 'for zsh' },
      { word: 'fish', meaning: 'for fish' },
    ],
  },
  { name: 'man', meaning: 'print the man page' },
] as const satisfies readonly CommandEntry[];

/** The command of that name, or undefined. */
export function commandByName(name: string | undefined): CommandEntry | undefined {
  return COMMANDS.find((command) => command.name === name);
}

/** How a command is written: `demo [options]`, `completion bash|zsh|fish`, `config [--path|--template]`. */
export function commandUsage({ name, options, words }: CommandEntry): string {
  if (options) return `${name} [options]`;
  const list = words?.map(({ word }) => word).join('|');
  if (list === undefined) return name;
  return list.startsWith('-') ? `${name} [${list}]` : `${name} ${list}`;
}
