// In: rows. Out: the comments that say of a packet and an interface what is not in the packet.
import type { FieldContext } from '../fields/context.ts';
import { containerItems, remarkItem, remarkText } from '../identity/remark.ts';
import type { Process } from '../store/entries.ts';
import { EncryptedRemarks } from './encrypted.ts';

/** As much of it as ps(1) and old kernels show: the comment stands with each packet, and has room for 65,535 bytes. */
const MAX_CMDLINE = 4096;
const NOTHING = new Uint8Array(0);
const NONE: readonly Uint8Array[] = [];
const MARK = Buffer.from(remarkText([]));

/** What most rows share (a process, an address) is put into words once for as long as it means the same. */
export class Remarks {
  readonly #context: FieldContext;
  #processes: (Uint8Array | undefined)[] = [];
  #sources: (Uint8Array | undefined)[] = [];
  #destinations: (Uint8Array | undefined)[] = [];
  readonly #encrypted: EncryptedRemarks;
  readonly #anomalies = new Map<number, Uint8Array>();
  #seen = '';
  #textChanges = 0;

  constructor(context: FieldContext) {
    this.#context = context;
    this.#encrypted = new EncryptedRemarks(context.store);
  }

  /** To be called before a run of rows: forgets what may mean something else now. */
  refresh(): void {
    const { store, identities } = this.#context;
    const seen = `${identities.revision ?? identities.version} ${store.processes.changes}`;
    if (seen !== this.#seen) this.#processes = [];
    const told = store.text.changedSince(this.#textChanges, (index) => {
      if (index < this.#sources.length) this.#sources[index] = undefined;
      if (index < this.#destinations.length) this.#destinations[index] = undefined;
    });
    if (!told || seen !== this.#seen) {
      this.#sources = [];
      this.#destinations = [];
    }
    this.#seen = seen;
    this.#textChanges = store.text.changes;
  }

  /** Parts of the comment of a packet; none where there is nothing to say. */
  packet(place: number): readonly Uint8Array[] {
    const { process, src_addr, dst_addr, anomalies } = this.#context.store.columns;
    const owner = this.#process(process[place]);
    const source = this.#endpoint('src', src_addr[place]);
    const destination = this.#endpoint('dst', dst_addr[place]);
    const wrong = anomalies[place] === 0 ? NOTHING : this.#anomaliesOf(anomalies[place]);
    const translated = this.#translation(place);
    const encrypted = this.#encrypted.item(place);
    const told = owner.length + source.length + destination.length + translated.length + encrypted.length;
    if (told + wrong.length === 0) return NONE;
    return [MARK, owner, source, destination, translated, encrypted, wrong];
  }

  /** The comment of an interface in a network namespace. */
  interface(netns: number): string {
    const { store, identities } = this.#context;
    const { inode, name, path } = store.netns.at(netns);
    const place = [
      ['netns_id', inode],
      ['netns.name', name],
      ['netns.path', path],
      ['node', identities.node ?? ''],
    ] as const;
    // A remark is told by the space behind its mark.
    const text = remarkText(place) + (inode ? containerItems(identities.containerOfNetns(inode)) : '');
    return text.includes(' ') ? text : `${text} `;
  }

  /** What the namespace makes, or made, of the packet's ends, as connection tracking told; each flow has its own. */
  #translation(place: number): Uint8Array {
    const { columns: c, text, netns, translations } = this.#context.store;
    if (translations.size === 0) return NOTHING;
    const { inode } = netns.at(c.netns[place]);
    const ends = {
      src: text.at(c.src_addr[place]),
      srcPort: c.src_port[place],
      dst: text.at(c.dst_addr[place]),
      dstPort: c.dst_port[place],
    };
    const transport = c.transport[place];
    const told = translations.of(inode, transport, ends) ?? translations.into(inode, transport, ends);
    return told ? Buffer.from(remarkItem('translation', told.join(' '))) : NOTHING;
  }

  #process(index: number): Uint8Array {
    if (index === 0) return NOTHING;
    let known = this.#processes[index];
    if (known === undefined) {
      known = Buffer.from(this.#processText(this.#context.store.processes.at(index)));
      this.#processes[index] = known;
    }
    return known;
  }

  #processText(process: Process): string {
    const { users, identities } = this.#context;
    const values = [
      ['proc.comm', process.comm],
      ['proc.pid', process.pid],
      ['proc.tid', process.tid],
      ['proc.exe', process.exe],
      ['proc.cmdline', process.cmdline.slice(0, MAX_CMDLINE)],
      ['proc.creds.uid', String(process.uid)],
      ['proc.creds.gid', String(process.gid)],
      ['proc.creds.user', process.user ?? users.name(process.uid)],
      ['proc.parent.comm', process.pcomm],
      ['proc.parent.pid', process.ppid],
      ['proc.cgroup', process.cgroup],
    ] as const;
    const container = process.containerId ? identities.container(process.containerId) : undefined;
    const own = values.map(([name, value]) => remarkItem(name, value)).join('');
    return own + (containerItems(container) || remarkItem('runtime.containerId', process.containerId));
  }

  #endpoint(side: 'src' | 'dst', index: number): Uint8Array {
    const all = side === 'src' ? this.#sources : this.#destinations;
    let known = all[index];
    if (known === undefined) {
      known = Buffer.from(this.#endpointText(side, this.#context.store.text.at(index)));
      all[index] = known;
    }
    return known;
  }

  #endpointText(side: 'src' | 'dst', address: string): string {
    const endpoint = this.#context.identities.endpoint(address);
    if (endpoint === undefined) return '';
    const { kind, namespace, name } = endpoint;
    return (
      remarkItem(`${side}.addr`, address) +
      remarkItem(`${side}.k8s.kind`, kind) +
      remarkItem(`${side}.k8s.namespace`, namespace) +
      remarkItem(`${side}.k8s.name`, name)
    );
  }

  #anomaliesOf(bits: number): Uint8Array {
    let known = this.#anomalies.get(bits);
    if (known === undefined) {
      const names = this.#context.mnemonics.anomalies.filter((_, bit) => (bits >>> bit) & 1);
      known = Buffer.from(remarkItem('anomalies', names.join(',')));
      this.#anomalies.set(bits, known);
    }
    return known;
  }
}
