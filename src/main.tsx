#!/usr/bin/env node
// In: the command line. Out: rows on standard output, or the screen, and an exit code. The only file that wires.
import { type Addon, loadAddon, type SourceOptions } from './capture/addon.ts';
import { Capture } from './capture/source.ts';
import { StartError } from './capture/start-error.ts';
import { unmatched } from './capture/unmatched.ts';
import { fieldsOf } from './cli/fields-list.ts';
import type { Options, OutputFormat } from './cli/options.ts';
import { start } from './cli/start.ts';
import { UsageError } from './cli/usage-error.ts';
import { LatencyPairing } from './correlate/latency.ts';
import type { Demo } from './demo/demo.ts';
import { PROGRAM_COMMAND } from './demo/plan.ts';
import { onEndSignal } from './end-signals.ts';
import { setEngineFlags } from './engine-flags.ts';
import { Feed } from './feed/feed.ts';
import { lostEvents } from './feed/lost.ts';
import { NOWHERE, type Sink } from './feed/sink.ts';
import { FieldContext } from './fields/context.ts';
import { defaultColumns } from './fields/defaults.ts';
import type { Field } from './fields/field.ts';
import { findField } from './fields/find.ts';
import { columnsFor, JSON_FIELDS, jsonFieldsFor } from './fields/row-fields.ts';
import { FIELDS } from './fields/table.ts';
import { readsTraces } from './fields/trace-fields.ts';
import { compileFilter, filterReadsTraces } from './filter/compile.ts';
import { FilterError } from './filter/error.ts';
import { Machine } from './identity/machine.ts';
import { RecordedIdentities } from './identity/recorded.ts';
import { standardOutput } from './output/standard-output.ts';
import { startRecording } from './record/recording.ts';
import { loadScreen, screen } from './screen.ts';
import { inColor, type Session } from './session.ts';
import { Store } from './store/store.ts';
import { top } from './top.ts';
import { Traces } from './trace/traces.ts';
import { writeMessage } from './view/terminal/tty-writer.ts';

const EXIT = { done: 0, failed: 1, usage: 2 } as const;
/** A daemon that runs has told the names of its containers by then. */
const IDENTITIES_WITHIN_MS = 150;
/** Where nobody sees the events, a few pass through memory that stays in the processor's cache. */
const UNSEEN_EVENTS = 32_768;
/** Where they are only written to a file: for a second and more in which the disk takes none. */
const RECORDED_EVENTS = 262_144;

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === PROGRAM_COMMAND) return (await import('./demo/program.ts')).runProgram(args[1]);
  const started = await start(args, { compiler: filterCompiler });
  if ('text' in started) return print(started);
  const { options, configured } = started;
  for (const complaint of configured.complaints) say(oneLine(complaint));
  const output = outputOf(options);
  const named = shownFields(options, output, defaultColumns('none')); // a mistake is told before anything begins
  const seen = output !== 'none' || options.write !== undefined;
  const store = new Store(capacityOf(options, output));
  const demo = options.demo ? await newDemo() : undefined;
  const machine = demo ? undefined : machineOf(options, seen, store);
  const addon = load();
  const context = new FieldContext({
    store,
    mnemonics: addon.mnemonics(),
    describe: addon.describe,
    identities: (demo ?? machine)?.identities,
  });
  checkFilters(options.filters, context);
  const pairing = { queryTimeoutNs: options.queryTimeoutSeconds * 1e9, native: addon };
  const traces = needsTraces(options, output, named) ? new Traces(store, pairing) : undefined;
  context.traces = traces;
  const latency = needsLatency(options, output) ? new LatencyPairing(store, pairing) : undefined;
  const recording = await recordingOf(options, output, context, () => lostEvents(capture.counters()));
  await demo?.start();
  const capture = new Capture(addon, sourceOptions(options, demo), options.maxEvents);
  if (options.file === undefined) sayReady(options, capture.counters().netns);
  // The screen is loaded while the daemons answer.
  await Promise.all([machine?.looked(IDENTITIES_WITHIN_MS, capture), output === 'tui' && loadScreen()]);
  const surroundings = (demo ?? machine)?.surroundings ?? 'none';
  const defaults = defaultColumns(surroundings);
  const fields = shownFields(options, output, defaults);
  const session = { options, configured, surroundings, fields, defaults, context, capture, recording };
  const shown = await sinkOf(output, session);
  const sink = recording?.beside(shown) ?? shown;
  const feed = new Feed({
    source: capture,
    store,
    live: options.file === undefined,
    onAppend: ({ from, to }) => {
      latency?.append(from, to);
      traces?.advance(from, to);
      machine?.append(from, to);
    },
    onTurn: () => {
      if (options.file === undefined) traces?.advanceClock(Date.now());
    },
    sink,
  });
  const stop = () => {
    feed.stop();
    sink.stop();
  };
  if (output !== 'tui') onEndSignal(stop); // the screen hears of signals itself
  if (options.timeoutSeconds !== undefined) setTimeout(stop, options.timeoutSeconds * 1000);
  demo?.begin();
  return run(feed, capture, sink, traces).finally(() => machine?.stop());
}

/** From the first event to the last line. */
async function run(feed: Feed, capture: Capture, sink: Sink, traces: Traces | undefined): Promise<number> {
  await feed.run();
  traces?.finish();
  await sink.finish();
  const failure = capture.failure || sink.failure();
  if (failure) say(oneLine(failure));
  const namespaces = capture.counters().netns ?? 0;
  say(
    `${feed.events} events, ${lostEvents(capture.counters()) + sink.skipped()} lost, ${namespaces} network namespaces`,
  );
  return failure ? EXIT.failed : EXIT.done;
}

function load(): Addon {
  try {
    return loadAddon();
  } catch (error) {
    throw new StartError('load the native part', (error as Error).message, '');
  }
}

/** What a command prints is all it does. */
function print({ text, failed }: { text: string; failed?: boolean }): number {
  process.stdout.write(`${text}\n`);
  return failed ? EXIT.usage : EXIT.done;
}

/** For filters saved in the config file, which is read before anything is there to filter. */
function filterCompiler(): (expression: string) => unknown {
  const { mnemonics, describe } = load();
  const context = new FieldContext({ store: new Store(1), mnemonics: mnemonics(), describe });
  return (expression) => compileFilter(expression, context);
}

/** Loaded only here, as the screen is. */
async function newDemo(): Promise<Demo> {
  const { Demo } = await import('./demo/demo.ts');
  return new Demo();
}

/** Events kept. */
function capacityOf({ maxEvents, write }: Options, output: OutputFormat): number {
  if (output !== 'none') return maxEvents;
  return Math.min(maxEvents, write === undefined ? UNSEEN_EVENTS : RECORDED_EVENTS);
}

/** A recording is of messages; only a filter may ask how long an answer took. */
function needsLatency({ filters, write }: Options, output: OutputFormat): boolean {
  return output !== 'none' || (write !== undefined && filters.length > 0);
}

/** Who tells whose processes, namespaces and addresses are: this machine, or the file. */
function machineOf({ file }: Options, seen: boolean, store: Store): Machine | RecordedIdentities | undefined {
  if (!seen) return undefined;
  return file === undefined ? new Machine(store) : new RecordedIdentities(store);
}

function sayReady({ netns }: Options, namespaces: number): void {
  say(`capturing in ${namespaces} network namespaces`);
  if (namespaces === 0 && netns.length > 0) say(oneLine(unmatched(netns).join('; ')));
}

async function recordingOf(
  options: Options,
  output: OutputFormat,
  context: FieldContext,
  lost: () => number,
) {
  const { write, ring, file, filters } = options;
  if (write === undefined) return undefined;
  return startRecording({ write, ring, file, filters, context, lost, say, alone: output === 'none' });
}

function outputOf({ output, write }: Options): OutputFormat {
  if (write === '-') return toStandardOutput();
  if (output === 'tui' && !process.stdout.isTTY)
    throw new UsageError('-o tui needs a terminal on standard output; see -o columns and -o json');
  return output ?? (process.stdout.isTTY ? 'tui' : 'columns');
}

function sourceOptions({ file, ports, netns }: Options, demo: Demo | undefined): SourceOptions {
  return file === undefined ? { ports, netns: demo?.netns ?? netns } : { file, ports };
}

/** A terminal would take the bytes of a capture file for commands. */
function toStandardOutput(): 'none' {
  if (process.stdout.isTTY) throw new UsageError('-w - needs a pipe or a file on standard output');
  return 'none';
}

/** Whether anything shown or asked for is about transactions or traces: following them takes time and memory. */
function needsTraces(
  { rows, filters, write, top }: Options,
  output: OutputFormat,
  fields: readonly Field[],
): boolean {
  if (output === 'none') return write !== undefined && filterReadsTraces(filters);
  const asked = output === 'tui' || rows !== 'events' || top !== undefined;
  return asked || fields.some(readsTraces) || filterReadsTraces(filters);
}

/** The fields of --fields or those that the output shows by itself. JSON and YAML have a place only for some. */
function shownFields(options: Options, output: OutputFormat, names: readonly string[]): readonly Field[] {
  const { fields, rows } = options;
  if (output !== 'tui' && output !== 'columns') return fieldsOf(fields, jsonFieldsFor(rows), JSON_FIELDS);
  const columns = output === 'columns' ? columnsFor(rows, names) : names;
  return fieldsOf(
    fields,
    columns.map((name) => findField(name)!),
    FIELDS,
  );
}

/** Compiles each expression alone, so that a column in a message is one of that expression. */
function checkFilters(filters: readonly string[], context: FieldContext): void {
  for (const filter of filters) {
    try {
      compileFilter(filter, context);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      throw new UsageError(`filter '${filter}': ${error.message}`);
    }
  }
}

async function sinkOf(output: OutputFormat, session: Session): Promise<Sink> {
  const { options, context, fields } = session;
  if (output === 'none') return NOWHERE;
  if (output === 'tui') return screen(session);
  if (options.top) return top(session, options.top, output, say);
  const { rows, filters } = options;
  return standardOutput({ rows, format: output, context, fields, filters, color: inColor(options) });
}

/** One line on standard error. */
function say(line: string): void {
  writeMessage(`dnstop: ${line}\n`);
}

/** What to say about an error and the exit code for it. A mistake of this program itself shows where it was made. */
function explain(error: unknown): number {
  if (error instanceof UsageError || error instanceof StartError) say(oneLine(error.message));
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/** Messages quote what the user typed, and that may hold anything. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
}

setEngineFlags();
process.exit(await main(process.argv.slice(2)).catch(explain));
