// In: the tables of options, commands and fields. Out: the completion script for a shell.
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Without a line end at its end. The scripts hold all they need: completing never runs dnstop. */
export function completionScript(shell: keyof typeof SCRIPTS): string {
  return SCRIPTS[shell]().trimEnd();
}
