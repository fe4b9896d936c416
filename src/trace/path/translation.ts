// In: the ends of a message at two points. Out: how they were translated between these, in words.
import type { Store } from '../../store/store.ts';
import type { Ends } from '../../store/translations.ts';
import { endpoint } from './naming.ts';

/** Source and destination as ADDRESS:PORT. */
export interface EndTexts {
  readonly src: string;
  readonly dst: string;
}

/** Of a row. */
export function endsOf({ columns: c, text, capacity }: Store, row: number): EndTexts {
  const place = row % capacity;
  return endTexts({
    src: text.at(c.src_addr[place]),
    srcPort: c.src_port[place],
    dst: text.at(c.dst_addr[place]),
    dstPort: c.dst_port[place],
  });
}

export function endTexts({ src, srcPort, dst, dstPort }: Ends): EndTexts {
  return { src: endpoint(src, srcPort), dst: endpoint(dst, dstPort) };
}

/** Those of what comes back. */
export function reversed({ src, dst }: EndTexts): EndTexts {
  return { src: dst, dst: src };
}

/** `dnat 10.96.0.10:53 -> 10.244.0.2:53` and `snat …`, as far as ends differ; `undone`: of what comes back. */
export function translationsOf(was: EndTexts, is: EndTexts, undone: boolean): string[] {
  const named: string[] = [];
  const way = undone ? ' undone' : '';
  const [client, server] = undone ? (['dst', 'src'] as const) : (['src', 'dst'] as const);
  if (was[server] !== is[server]) named.push(`dnat${way} ${was[server]} -> ${is[server]}`);
  if (was[client] !== is[client]) named.push(`snat${way} ${was[client]} -> ${is[client]}`);
  return named;
}
