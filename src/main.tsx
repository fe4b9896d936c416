#!/usr/bin/env node
// In: the command line. Out: rows on standard output, or the screen, and an exit code. The only file that wires.
import { writeSync } from 'node:fs';
import { type Addon, loadAddon, type SourceOptions } from './capture/addon.ts';
import { Capture } from './capture/source.ts';
import { StartError } from './capture/start-error.ts';
import { fieldsOf } from './cli/fields-list.ts';
import { type Options, type OutputFormat, parseOptions } from './cli/options.ts';
import { UsageError } from './cli/usage-error.ts';
import { LatencyPairing } from './correlate/latency.ts';
import { Feed } from './feed/feed.ts';
import { FieldContext } from './fields/context.ts';
import { DEFAULT_COLUMNS } from './fields/defaults.ts';
import type { Field } from './fields/field.ts';
import { findField } from './fields/find.ts';
import { FIELDS } from './fields/table.ts';
import { compileFilter } from './filter/compile.ts';
import { FilterError } from './filter/error.ts';
import { columnsHeader, columnsText } from './output/columns.ts';
import { Printer } from './output/printer.ts';
import { recordText } from './output/record.ts';
import { Writer } from './output/writer.ts';
import { Store } from './store/store.ts';

const EXIT = { done: 0, failed: 1, usage: 2 } as const;
const STDOUT = 1;
const STDERR = 2;

/** Where rows go: a screen, standard output, nowhere. */
interface Sink {
  /** Rows may have come; called many times a second. */
  turn(): void;
  /** Whether rows may be added without pushing out some that were not shown yet. */
  hasRoom(): boolean;
  /** Nobody wants more rows. */
  isGone(): boolean;
  /** Resolves once every row was shown, or the user has quit. */
  finish(): Promise<void>;
  /** Rows that were pushed out before they could be shown. */
  skipped(): number;
  /** Why rows could not be shown, or ''. */
  failure(): string;
}

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args);
  if ('text' in parsed) {
    process.stdout.write(`${parsed.text}\n`);
    return EXIT.done;
  }
  const { options } = parsed;
  const output = outputOf(options);
  const fields = shownFields(options, output);
  const addon = load();
  const store = new Store(options.maxEvents);
  const context = new FieldContext({ store, mnemonics: addon.mnemonics(), describe: addon.describe });
  checkFilters(options.filters, context);
  const latency = new LatencyPairing(store, { queryTimeoutNs: options.queryTimeoutSeconds * 1e9 });
  const capture = new Capture(addon, sourceOptions(options), options.maxEvents);
  const sink = sinkOf(output, options, context, fields);
  const feed: Feed = new Feed({
    source: capture,
    store,
    live: options.file === undefined,
    onAppend: ({ from, to }) => latency.append(from, to),
    hasRoom: sink.hasRoom,
    onTurn: () => {
      sink.turn();
      if (sink.isGone()) feed.stop();
    },
  });
  return run(feed, capture, sink, options);
}

/** From the first event to the last line. */
async function run(feed: Feed, capture: Capture, sink: Sink, options: Options): Promise<number> {
  if (options.file === undefined) say(`capturing in ${feed.namespaces} network namespaces`);
  stopWhenAsked(feed, options.timeoutSeconds);
  await feed.run();
  await sink.finish();
  const failure = capture.failure || sink.failure();
  if (failure) say(failure);
  say(`${feed.events} events, ${feed.lost + sink.skipped()} lost, ${feed.namespaces} network namespaces`);
  return failure ? EXIT.failed : EXIT.done;
}

/** A second ctrl-c ends at once, should the reader of standard output never come back. */
function stopWhenAsked(feed: Feed, timeoutSeconds: number | undefined): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => feed.stop());
  if (timeoutSeconds !== undefined) setTimeout(() => feed.stop(), timeoutSeconds * 1000).unref();
}

function load(): Addon {
  try {
    return loadAddon();
  } catch (error) {
    throw new StartError('load the native part', (error as Error).message, '');
  }
}

function outputOf({ output }: Options): OutputFormat {
  if (output === 'tui' && !process.stdout.isTTY)
    throw new UsageError('-o tui needs a terminal on standard output; see -o columns and -o json');
  return output ?? (process.stdout.isTTY ? 'tui' : 'columns');
}

function sourceOptions({ file, ports, netns }: Options): SourceOptions {
  return file === undefined ? { ports, netns } : { file, ports };
}

/** The fields of --fields or those that the output shows by itself. JSON and YAML have a place only for some. */
function shownFields({ fields }: Options, output: OutputFormat): readonly Field[] {
  const defaults = DEFAULT_COLUMNS.map((name) => findField(name)!);
  if (output === 'tui' || output === 'columns') return fieldsOf(fields, defaults, FIELDS);
  const inJson = FIELDS.filter((field) => field.json);
  return fieldsOf(fields, inJson, inJson);
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

function sinkOf(
  output: OutputFormat,
  options: Options,
  context: FieldContext,
  fields: readonly Field[],
): Sink {
  if (output === 'none') return nowhere();
  return standardOutput(output as Exclude<OutputFormat, 'tui' | 'none'>, options, context, fields);
}

function nowhere(): Sink {
  return {
    turn: () => {},
    hasRoom: () => true,
    isGone: () => false,
    finish: async () => {},
    skipped: () => 0,
    failure: () => '',
  };
}

function standardOutput(
  output: Exclude<OutputFormat, 'tui' | 'none'>,
  options: Options,
  context: FieldContext,
  fields: readonly Field[],
): Sink {
  const writer = new Writer(STDOUT);
  const columns = {
    fields,
    width: process.stdout.columns ?? Number.POSITIVE_INFINITY,
    color: inColor(options),
  };
  const printer = new Printer({
    context,
    predicate: options.filters.length > 0 ? compileFilter(options.filters, context) : undefined,
    text: output === 'columns' ? columnsText(columns) : recordText(fields, output),
    header: output === 'columns' ? columnsHeader(columns) : '',
    writer,
  });
  return {
    turn: () => printer.print(),
    hasRoom: () => printer.waiting === 0 || writer.finished,
    isGone: () => writer.finished,
    finish: () => printer.finish(),
    skipped: () => printer.skipped,
    failure: () => (writer.error ? `write standard output: ${writer.error.message}` : ''),
  };
}

/** https://no-color.org: set and not empty means none. */
function inColor({ color }: Options): boolean {
  if (color === 'auto') return process.stdout.isTTY === true && !process.env.NO_COLOR;
  return color === 'always';
}

/** One line on standard error. That it may be closed is no reason to end. */
function say(line: string): void {
  try {
    writeSync(STDERR, `dnstop: ${line}\n`);
  } catch {
    // Nobody reads it.
  }
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

process.exit(await main(process.argv.slice(2)).catch(explain));
