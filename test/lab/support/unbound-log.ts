// unbound's log at verbosity 4 in; out: which of its own queries it sent for which lookups of its clients.
import { type Lookup, Truth } from './truth.ts';

/** A question that unbound works on, until it is done with it. */
interface Task {
  readonly key: string;
  /** The questions on whose behalf it is, the one that raised it first. */
  readonly above: Set<Task>;
  /** The clients' lookups that wait for it. */
  readonly lookups: Set<Lookup>;
  /** Whether it can do nothing until a question below it is done. */
  stuck: boolean;
  done: boolean;
}

/** A query on its way, or about to be sent. */
interface Flight {
  /** The questions that wait for its answer, the one for which it was sent first. */
  readonly tasks: Set<Task>;
  readonly name: string;
  /** More than one where it was sent again. */
  readonly ids: string[];
}

const LINE = /^\[\d+\] unbound\[\d+:\d+\] (?:debug|info): (.*)$/;

/** Reads a log; then `truth` calls queries by `ID name`. Each line may change what is worked on, waited for or out. */
export class UnboundLog {
  readonly truth = new Truth();
  readonly #tasks = new Map<string, Task>();
  /** By question and server: equal queries are sent once. */
  readonly #flights = new Map<string, Flight>();
  readonly #unsent: Flight[] = [];
  readonly #byId = new Map<string, Flight>();
  #current: Task | undefined;
  #question = { name: '', type: '' };
  #nextName = '';

  readonly #rules: [RegExp, (...found: string[]) => void][] = [
    [/^([\d.]+) (\S+) (\S+) IN$/, (address, name, type) => this.#asked(address, name, type)],
    [/^(?:iterator operate: query|resolving) (\S+) (\S+) IN$/, (name, type) => this.#works(name, type)],
    [/^new target (\S+) (\S+) IN$/, (name, type) => this.#needs(name, type)],
    [/^priming (\S+) IN NS$/, (name) => this.#needs(name, 'NS')],
    [/^sending query: (\S+) (\S+) IN$/, (name, type) => this.#names(name, type)],
    [/^sending to target: <\S+> (\S+)$/, (server) => this.#queues(server)],
    [/^qname perturbed to (\S+)$/, (name) => this.#sends(name)],
    [/^inserted new pending reply id=(\S+)$/, (id) => this.#sent(id)],
    [/^Incoming reply id = (\S+)$/, (id) => this.#answered(id)],
    [/module exit state is module_(\S+)$/, (state) => this.#rests(state)],
  ];

  constructor(log: string) {
    for (const line of log.split('\n')) {
      const text = LINE.exec(line)?.[1];
      if (text !== undefined) this.#read(text);
    }
  }

  #read(text: string): void {
    for (const [pattern, act] of this.#rules) {
      const found = pattern.exec(text);
      if (!found) continue;
      act(...found.slice(1));
      return;
    }
  }

  #asked(address: string, name: string, type: string): void {
    this.#task(name, type).lookups.add(this.truth.lookup(address, name, type));
  }

  #works(name: string, type: string): void {
    this.#current = this.#task(name, type);
  }

  #task(name: string, type: string): Task {
    const key = `${name} ${type}`.toLowerCase();
    const known = this.#tasks.get(key);
    if (known) return known;
    const task = { key, above: new Set<Task>(), lookups: new Set<Lookup>(), stuck: false, done: false };
    this.#tasks.set(key, task);
    return task;
  }

  #needs(name: string, type: string): void {
    const task = this.#task(name, type);
    if (this.#current && task !== this.#current) task.above.add(this.#current);
  }

  #names(name: string, type: string): void {
    this.#question = { name: name.toLowerCase(), type };
  }

  #queues(server: string): void {
    const { name, type } = this.#question;
    if (!this.#current) throw new Error(`${name} ${type} sent for nothing`);
    const key = `${name} ${type} ${server}`;
    let flight = this.#flights.get(key);
    if (!flight) {
      flight = { tasks: new Set(), name, ids: [] };
      this.#flights.set(key, flight);
      this.#unsent.push(flight);
    }
    flight.tasks.add(this.#current);
  }

  #sends(name: string): void {
    this.#nextName = name.toLowerCase();
  }

  #sent(id: string): void {
    const at = this.#unsent.findIndex(({ name }) => name === this.#nextName);
    const again = () => [...this.#flights.values()].find(({ name }) => name === this.#nextName);
    const flight = at < 0 ? again() : this.#unsent.splice(at, 1)[0];
    if (!flight) throw new Error(`${this.#nextName} sent under ID ${id} for nothing`);
    flight.ids.push(id);
    this.#byId.set(id, flight);
    const [cause] = flight.tasks;
    for (const lookup of causes(cause)) this.truth.link(lookup, `${id} ${flight.name}`);
  }

  #answered(id: string): void {
    const flight = this.#byId.get(id);
    if (!flight) return;
    for (const sent of flight.ids) this.#byId.delete(sent);
    for (const [key, other] of this.#flights) if (other === flight) this.#flights.delete(key);
    const name = `${id} ${flight.name}`;
    for (const task of flight.tasks) {
      for (const lookup of waiting(task)) this.truth.link(lookup, name);
      for (const lookup of interested(task)) this.truth.relate(lookup, name);
    }
  }

  #rests(state: string): void {
    const task = this.#current;
    if (!task) return;
    task.stuck = state === 'wait_subquery';
    task.done = state === 'finished' || state === 'error';
    if (task.done) this.#tasks.delete(task.key);
    this.#current = undefined;
  }
}

/** The lookups for which a question came up first. */
function causes(task: Task, depth = 0): Lookup[] {
  const [above] = task.above;
  const further = above && depth < 16 ? causes(above, depth + 1) : [];
  return task.lookups.size > 0 ? [...task.lookups] : further;
}

/** The lookups that can do nothing before this question is done. */
function waiting(task: Task, seen = new Set<Task>()): Lookup[] {
  if (seen.has(task)) return [];
  seen.add(task);
  const above = [...task.above].filter(({ stuck, done }) => stuck && !done);
  return [...task.lookups, ...above.flatMap((other) => waiting(other, seen))];
}

/** All lookups for which a question is of use. */
function interested(task: Task, seen = new Set<Task>()): Lookup[] {
  if (seen.has(task)) return [];
  seen.add(task);
  return [...task.lookups, ...[...task.above].flatMap((other) => interested(other, seen))];
}
