// In: the lists of -n, -p, -c and --netns. Out: the filter expressions they stand for.

/** A comma list in which `!` before an item excludes it. */
interface Selection {
  included: string[];
  excluded: string[];
}

function selection(list: string): Selection {
  const items = list.split(',').map((item) => item.trim());
  const result: Selection = { included: [], excluded: [] };
  for (const item of items) {
    if (item.startsWith('!')) result.excluded.push(item.slice(1));
    else if (item !== '') result.included.push(item);
  }
  return result;
}

const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;
const oneOf = (field: string, values: string[]) => `${field} in (${values.map(quoted).join(',')})`;

/** Any of the fields is one of the values. */
const anyField = (fields: string[], test: (field: string) => string) => `(${fields.map(test).join(' || ')})`;

/**
 * The expression for one list: one of the included, none of the excluded. A row to which none of the fields applies
 * (the host, an unknown namespace) never matches, also where the list only excludes: the user asked for pods.
 */
function listExpression(fields: string[], list: string): string {
  const { included, excluded } = selection(list);
  const parts = [anyField(fields, (field) => (included.length ? oneOf(field, included) : `${field}!=""`))];
  if (excluded.length) parts.push(`!${anyField(fields, (field) => oneOf(field, excluded))}`);
  return parts.join(' && ');
}

/** What -n, -p, -c and --host ask for, as one filter expression; undefined where nothing narrows. */
export function narrowExpression(lists: {
  namespace?: string;
  podname?: string;
  containername?: string;
  host: boolean;
}): string | undefined {
  const parts: string[] = [];
  if (lists.namespace !== undefined) parts.push(listExpression(['k8s.namespace'], lists.namespace));
  if (lists.podname !== undefined) parts.push(listExpression(['k8s.podName'], lists.podname));
  if (lists.containername !== undefined)
    parts.push(listExpression(['k8s.containerName', 'runtime.containerName'], lists.containername));
  if (parts.length === 0) return undefined;
  const narrowed = parts.join(' && ');
  return lists.host ? `(${narrowed}) || netns==host` : narrowed;
}

/** --netns over a capture file: rows of these namespaces, by name or inode. */
export function netnsExpression(items: readonly string[]): string {
  const inodes = items.filter((item) => /^\d+$/.test(item));
  const parts = [oneOf('netns', [...items])];
  if (inodes.length) parts.push(`netns_id in (${inodes.join(',')})`);
  return parts.join(' || ');
}
