// In: a session. Out: the full screen as the place its rows go to. Wires, as src/main.tsx does.
import { StartError } from './capture/start-error.ts';
import { unmatched } from './capture/unmatched.ts';
import { Personal } from './config/personal.ts';
import { lostEvents } from './feed/lost.ts';
import type { Sink } from './feed/sink.ts';
import type { RowKind } from './fields/row-fields.ts';
import { FIELDS } from './fields/table.ts';
import { rowJson } from './output/row-json.ts';
import { proposedName, saveRows } from './record/save.ts';
import { inColor, type Session } from './session.ts';
import type { Layouts } from './view/state/state.ts';
import { openTables } from './view/state/tables-state.ts';
import { writeMessage } from './view/terminal/tty-writer.ts';

const ROW_KINDS: readonly RowKind[] = ['events', 'transactions', 'traces'];

/** Loaded only where it is shown: it is most of the program. */
export function loadScreen(): Promise<typeof import('./view/full-screen.ts')> {
  return import('./view/full-screen.ts');
}

/** Takes the terminal. Throws StartError where there is none to read keys from. */
export async function screen(session: Session): Promise<Sink> {
  const { options, fields, defaults, context, capture, recording } = session;
  const { fullScreen } = await loadScreen();
  const { file, filters, netns, ports } = options;
  const narrowed = netns.length > 0 && { asked: netns, unmatched: () => unmatched(netns) };
  const since = new Date();
  const lost = () => lostEvents(capture.counters());
  const personal = new Personal({ ...session.configured, surroundings: session.surroundings });
  const given = options.fields === undefined ? undefined : { columns: fields };
  try {
    const shown = fullScreen({
      context,
      fields: FIELDS,
      defaults,
      layouts: { ...layoutsOf(personal), ...(given && { [options.rows]: given }) },
      // Columns asked for on the command line are for this time.
      onLayout: (rows, layout) => (given && rows === options.rows) || personal.rememberLayout(rows, layout),
      filters,
      color: inColor(options),
      rows: options.rows,
      tables: options.top && openTables(options.top),
      json: rowJson(context),
      lost,
      recorded: recording && (() => recording.state),
      watched: () =>
        file === undefined
          ? { kind: 'live', namespaces: capture.counters().netns, ports, since, ...narrowed }
          : { kind: 'file', file, ended: capture.ended, failure: capture.failure, ports },
      personal,
      files: {
        name: () => proposedName(new Date()),
        save: (path, rows, replace) => saveRows({ context, path, rows, replace, lost: lost() }),
      },
    });
    return { ...shown, finish: () => shown.finish().then(() => tell(personal.end())) };
  } catch (error) {
    throw new StartError('show the screen', (error as Error).message, 'see -o columns and -o json');
  }
}

function layoutsOf(personal: Personal): Layouts {
  return Object.fromEntries(ROW_KINDS.map((rows) => [rows, personal.layout(rows)]));
}

/** What could not be read or written of what is remembered. */
function tell(lines: readonly string[]): void {
  for (const line of lines) writeMessage(`dnstop: ${line}\n`);
}
