// In: a command of the system and its input. Out: done, or one line that says what failed.
import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../capture/start-error.ts';

export const MAKE = "make the demo's cluster";

/** What is used, and the Debian package that brings it. */
const TOOLS = { ip: 'iproute2', nft: 'nftables', nsenter: 'util-linux', sh: 'dash' } as const;
export type Tool = keyof typeof TOOLS;

/** A user who became root without a login shell may lack the folders of the administrator's programs. */
const FOLDERS = [...(process.env.PATH ?? '').split(':').filter(Boolean), '/usr/sbin', '/sbin'];

/** Characters of a command that an error shows. */
const SHOWN_COMMAND = 80;

/** Environment in which the tools are found. */
export const ENVIRONMENT = { ...process.env, PATH: FOLDERS.join(':') };

/** Throws StartError where root or a tool is missing. */
export function checkTools(): void {
  if (process.geteuid?.() !== 0)
    throw new StartError(MAKE, 'network namespaces need root', 'run it with sudo');
  for (const [tool, debian] of Object.entries(TOOLS)) {
    if (!FOLDERS.some((folder) => isExecutable(join(folder, tool))))
      throw new StartError(MAKE, `the program ${tool} is missing`, `on Debian: apt install ${debian}`);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs it to its end. Throws StartError with the first line it wrote to standard error. */
export function runTool(tool: Tool, args: readonly string[], input = ''): void {
  const { status, stderr, error } = spawnSync(tool, args, { input, encoding: 'utf8', env: ENVIRONMENT });
  if (status === 0) return;
  const said = (stderr ?? '').trim().split('\n').filter(Boolean);
  const reason = said[0] ?? error?.message ?? `ended with ${status}`;
  throw new StartError(MAKE, `${[tool, ...args].join(' ').slice(0, SHOWN_COMMAND)}: ${reason}`, '');
}

/**
 * Opens what is closed of the descriptors 0 to 2, as they may be after a terminal has gone. libuv aborts the program where
 * spawnSync gets one of them for its own use (uv__close, unix/core.c).
 */
export function fillStandardDescriptors(): void {
  for (;;) {
    const descriptor = openSync('/dev/null', 'r+');
    if (descriptor <= 2) continue;
    closeSync(descriptor);
    return;
  }
}
