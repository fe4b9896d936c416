// A filter -> the events that match it. Where it asks about transactions, events are judged anew when those change.
import type { FieldContext } from '../../fields/context.ts';
import { Changes } from '../../filter/changes.ts';
import { compileFilter, filterReadsTraces } from '../../filter/compile.ts';
import { Matches } from '../../filter/matches.ts';
import type { Searched } from './searched.ts';

export class EventRows implements Searched {
  private readonly context: FieldContext;
  private readonly matches: Matches;
  private readonly changes: Changes | undefined;
  private changing = false;

  constructor(context: FieldContext) {
    this.context = context;
    this.matches = new Matches(context.store);
    this.changes = context.traces && new Changes(context.store, context.traces);
  }

  setFilter(text: string): void {
    this.matches.setPredicate(text === '' ? undefined : compileFilter(text, this.context));
    this.changing = text !== '' && filterReadsTraces([text]);
    if (this.changing) this.changes?.start();
    else this.changes?.stop();
  }

  get count(): number {
    return this.matches.count;
  }

  get complete(): boolean {
    return this.matches.complete;
  }

  at(index: number): number {
    return this.matches.at(index);
  }

  work(deadlineMs: number): boolean {
    if (this.changing) this.revise();
    return this.matches.work(deadlineMs);
  }

  stop(): void {
    this.changes?.stop();
    this.changing = false;
  }

  private revise(): void {
    const { traces } = this.context;
    if (!traces || !this.changes) return;
    this.matches.extend();
    for (const transaction of this.changes.take())
      for (const row of traces.transactions.rows(transaction)) this.matches.revise(row);
  }
}
