// In: a process. Out: the prefix of its namespaces' names, and whether a name's process is gone.
import { readFileSync } from 'node:fs';

const PREFIX = 'dnstop-demo';
const NAME = new RegExp(`^${PREFIX}-(\\d+)\\.(\\d+)-`);

/** In clock ticks since boot; undefined where the process is gone. PIDs are used again, these two together are not. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 22 (proc(5)). Field 2, the name in parentheses, may hold anything, so count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
  } catch {
    return undefined;
  }
}

/** What the names of this process's namespaces begin with: two demos at once have different ones. */
export function ownPrefix(): string {
  return `${PREFIX}-${process.pid}.${startTime(process.pid)}-`;
}

/** Whether a demo gave this name whose process runs no more. */
export function isLeftover(name: string): boolean {
  const [, pid, started] = NAME.exec(name) ?? [];
  return pid !== undefined && startTime(Number(pid)) !== started;
}
