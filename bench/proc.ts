// In: a process ID. Out: what the process has used so far, as /proc has it.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Nanoseconds that all threads have run, exact where /proc/PID/stat counts in ticks. */
export function cpuNs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + taskNs(`/proc/${pid}/task/${task}`), 0);
}

function taskNs(task: string): number {
  try {
    return Number(readFileSync(`${task}/schedstat`, 'latin1').split(' ')[0]);
  } catch {
    return 0; // ended meanwhile
  }
}

/** Percent of a core that the process uses for so long. */
export async function cpuShare(pid: number, seconds: number): Promise<number> {
  const before = cpuNs(pid);
  const start = performance.now();
  await setTimeout(seconds * 1000);
  return (cpuNs(pid) - before) / 1e4 / (performance.now() - start);
}

/** Bytes of memory that are resident. */
export function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(found![1]) * 1024;
}

/** How many processes of that name run now. */
export function countRunning(name: string): number {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isRunning(entry, name)).length;
}

/** One that has ended and waits for its parent is not running. */
function isRunning(pid: string, name: string): boolean {
  try {
    const [, comm, state] = /\((.*)\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))!;
    return comm === name && state !== 'Z';
  } catch {
    return false;
  }
}
