// In: /proc. Out: the name under which this machine is a Kubernetes node, where that is certain.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/**
 * As kubelet finds it: --hostname-override, else the host's name, in lower case (k8s.io/component-helpers/node/util).
 * Empty without a kubelet, with several (nodes in containers), where a cloud names the node, or where kubelet has another
 * host's name than this process.
 */
export async function nodeName(proc = '/proc', host: () => string = hostname): Promise<string> {
  const kubelets = await kubeletsIn(proc);
  if (kubelets.length !== 1) return '';
  const [pid] = kubelets;
  const read = (path: string) => readFile(`${proc}/${path}`, 'utf8').catch(() => '');
  const args = (await read(`${pid}/cmdline`)).split('\0');
  const cloud = option(args, 'cloud-provider');
  if (args.length < 2 || (cloud !== undefined && cloud !== '' && cloud !== 'external')) return '';
  const override = option(args, 'hostname-override')?.trim().toLowerCase();
  if (override) return override;
  const [mine, its] = await Promise.all(
    ['self', pid].map((who) => readlink(`${proc}/${who}/ns/uts`).catch(() => '')),
  );
  return mine !== '' && mine === its ? host().trim().toLowerCase() : '';
}

async function kubeletsIn(proc: string): Promise<string[]> {
  const names = await readdir(proc).catch(() => []);
  const found: string[] = [];
  for (const pid of names.filter((name) => /^\d+$/.test(name))) {
    const comm = await readFile(`${proc}/${pid}/comm`, 'utf8').catch(() => '');
    if (comm.trimEnd() === 'kubelet') found.push(pid);
  }
  return found;
}

/** `--name=value` or `--name value`. */
function option(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  const [, value = args[at + 1]] = args[at].split(/=(.*)/s);
  return value;
}
