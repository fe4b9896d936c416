// In: a user id. Out: its name by /etc/passwd.
import { readFileSync } from 'node:fs';

/** Names of users, read once when first asked for. */
export class Users {
  #names: Map<number, string> | undefined;
  readonly #read: () => string;

  /** `read` gives the text of passwd(5). */
  constructor(read: () => string = readPasswd) {
    this.#read = read;
  }

  /** Empty where the id has no name. */
  name(uid: number): string {
    this.#names ??= parsePasswd(this.#read());
    return this.#names.get(uid) ?? '';
  }
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return ''; // no names then: ids are shown beside them anyway
  }
}

/** name:password:uid:… (passwd(5)); the first name of an id counts, as for getpwuid(3). */
function parsePasswd(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    if (uid !== undefined && /^\d+$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}
