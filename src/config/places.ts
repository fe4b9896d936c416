// In: the environment and user of this process. Out: where configuration and state are looked for.
import { isAbsolute, join } from 'node:path';
import { homeOf, type Invoker, invokerOf } from './invoker.ts';

export interface Places {
  /** The user behind sudo, whose files these are. */
  readonly invoker: Invoker | undefined;
  /** Undefined where there is no home either. */
  readonly config: string | undefined;
  readonly state: string | undefined;
}

/**
 * By the XDG Base Directory Specification 0.8: a variable that is empty or no absolute path counts as not set. Under
 * sudo these are the files of the user who ran it.
 */
export function placesOf(
  env: Record<string, string | undefined> = process.env,
  effectiveUid: number | undefined = process.geteuid?.(),
  home = homeOf(invokerOf(env, effectiveUid), env),
): Places {
  const place = (variable: string | undefined, usual: string, file: string) => {
    if (variable && isAbsolute(variable)) return join(variable, 'dnstop', file);
    return home === undefined ? undefined : join(home, usual, 'dnstop', file);
  };
  return {
    invoker: invokerOf(env, effectiveUid),
    config: place(env.XDG_CONFIG_HOME, '.config', 'config.yaml'),
    state: place(env.XDG_STATE_HOME, '.local/state', 'state.json'),
  };
}
