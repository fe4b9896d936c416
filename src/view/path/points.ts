// Hops -> where each was seen, in columns as wide as what they hold.
import type { FieldContext } from '../../fields/context.ts';
import { isFromServer } from '../../fields/header.ts';
import { padded, visible, widthOf } from '../../fields/text.ts';
import { traceNaming } from '../../fields/trace-naming.ts';
import type { Naming } from '../../trace/path/naming.ts';
import type { Rung } from './ladder.ts';

export class Points {
  private readonly widths = [0, 0];
  private readonly naming: Naming;
  private readonly context: FieldContext;

  /** For a page of `width` cells. */
  constructor(context: FieldContext, rungs: readonly Rung[], width: number) {
    this.context = context;
    this.naming = traceNaming(context);
    const most = [Math.max(18, Math.floor(width * 0.25)), 12];
    for (const row of this.different(rungs)) {
      this.parts(row).forEach((text, part) => {
        this.widths[part] = Math.min(most[part], Math.max(this.widths[part], widthOf(text)));
      });
    }
  }

  /** `demo/mypod eth0`, padded. */
  text(row: number, ellipsis: string): string {
    const parts = this.parts(row);
    return this.widths.map((width, part) => padded(parts[part], width, false, ellipsis)).join(' ');
  }

  /** A row for each point: there are few, however many the hops. */
  private different(rungs: readonly Rung[]): Iterable<number> {
    const { columns: c, capacity } = this.context.store;
    const rows = new Map<string, number>();
    for (const rung of rungs) {
      if (rung.kind !== 'hop') continue;
      const place = rung.hop.row % capacity;
      const ends = c.netns[place] === 0 ? `${c.src_addr[place]} ${c.dst_addr[place]}` : '';
      rows.set(`${c.netns[place]} ${c.iface[place]} ${ends}`, rung.hop.row);
    }
    return rows.values();
  }

  private parts(row: number): string[] {
    const { store } = this.context;
    const iface = visible(store.text.at(store.columns.iface[row % store.capacity]));
    const place = visible(this.naming.place(row));
    return [place === '' && iface === '' ? this.server(row) : place, iface];
  }

  /** Capture files tell no place, but which server it was sent to or came from, which translation changes. */
  private server(row: number): string {
    const { text, columns: c, capacity } = this.context.store;
    const place = row % capacity;
    if (isFromServer(c, place)) return `from ${text.at(c.src_addr[place])}`;
    return `to ${text.at(c.dst_addr[place])}`;
  }
}
