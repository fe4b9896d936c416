// In: the environment and user of this process. Out: the user whose configuration and state are meant, and his home.
import { userInfo } from 'node:os';

/** The user who ran `sudo dnstop`. */
export interface Invoker {
  readonly uid: number;
  readonly gid: number;
}

type Environment = Record<string, string | undefined>;

const ID = /^\d{1,10}$/;

/** The user behind sudo; undefined where sudo is not in play. Only root is told so by sudo: of others SUDO_* is hearsay. */
export function invokerOf(env: Environment, effectiveUid: number | undefined): Invoker | undefined {
  const { SUDO_UID, SUDO_GID } = env;
  if (effectiveUid !== 0 || !SUDO_UID || !SUDO_GID || !ID.test(SUDO_UID) || !ID.test(SUDO_GID))
    return undefined;
  const [uid, gid] = [Number(SUDO_UID), Number(SUDO_GID)];
  return uid === 0 ? undefined : { uid, gid };
}

/**
 * Does something with the rights of the user behind sudo, who could otherwise have root read a file for him through a
 * link. Synchronous, and only while no other thread needs the rights of root: they belong to the whole process.
 */
export function asInvoker<T>(invoker: Invoker | undefined, action: () => T): T {
  const { getgroups, setgroups, setegid, seteuid } = process;
  if (!invoker || !getgroups || !setgroups || !setegid || !seteuid) return action();
  const groups = getgroups.call(process);
  const gid = process.getegid?.() ?? 0;
  try {
    setgroups.call(process, [invoker.gid]);
    setegid.call(process, invoker.gid);
    seteuid.call(process, invoker.uid);
    return action();
  } finally {
    seteuid.call(process, 0);
    setegid.call(process, gid);
    setgroups.call(process, groups);
  }
}

/**
 * The home of the user behind sudo from the user database, as sudo may have kept another HOME; else $HOME. Undefined
 * where there is none.
 */
export function homeOf(invoker: Invoker | undefined, env: Environment): string | undefined {
  if (!invoker && env.HOME) return env.HOME;
  try {
    return asInvoker(invoker, () => userInfo().homedir) || undefined; // asks for the effective user
  } catch {
    return undefined; // no entry
  }
}
