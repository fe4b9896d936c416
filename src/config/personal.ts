// In: the user's settings, and where events are seen. Out: all that the screen is given of the user's own, and takes from him.
import { chosen, type LayoutColumn, type TableLayout } from './memory.ts';
import type { Places } from './places.ts';
import { Remembered } from './remembered.ts';
import type { Settings } from './settings.ts';

export interface PersonalOptions {
  readonly settings: Settings;
  /** What was wrong in the config file, a line each. */
  readonly complaints: readonly string[];
  readonly places: Places;
  /** Layouts of the table are remembered for each: `kubernetes`, `containers` or `none`. */
  readonly surroundings: string;
}

export class Personal {
  readonly settings: Settings;
  readonly remembered: Remembered;
  /** What the user should see first; '' where all is well. */
  readonly notice: string;
  private readonly surroundings: string;
  private readonly troubles: string[] = [];

  constructor({ settings, complaints, places, surroundings }: PersonalOptions) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.notice = noticeOf(complaints);
    this.remembered = new Remembered({
      path: places.state,
      invoker: places.invoker,
      base: JSON.stringify(settings.columns ?? []),
      onTrouble: (line) => this.troubles.push(line),
    });
  }

  /**
   * What the table shows where it lists events, transactions or traces: as left on the screen, else, for events, as
   * configured; undefined for what suits the machine.
   */
  layout(rows: string): TableLayout | undefined {
    return chosen({ columns: this.configured(rows), ...this.remembered.layout(this.placeOf(rows)) });
  }

  /** Undefined forgets it: back to what is configured, or suits the machine. */
  rememberLayout(rows: string, layout: TableLayout | undefined): void {
    const isConfigured = JSON.stringify(layout?.columns) === JSON.stringify(this.configured(rows));
    const own = layout && chosen(isConfigured ? { ...layout, columns: undefined } : layout);
    this.remembered.rememberLayout(this.placeOf(rows), own);
  }

  private configured(rows: string): readonly LayoutColumn[] | undefined {
    return rows === 'events' ? this.settings.columns : undefined;
  }

  private placeOf(rows: string): string {
    return `${this.surroundings} ${rows}`;
  }

  /** Saved filters by name: those of the config file, and those saved on the screen, which win. */
  get filters(): ReadonlyMap<string, string> {
    const configured = [...this.settings.filters].map(([name, { expression }]): [string, string] => [
      name,
      expression,
    ]);
    return new Map([...configured, ...this.remembered.filters]);
  }

  /** Writes what is to be remembered; what could not be read or written, a line each. */
  end(): readonly string[] {
    this.remembered.close();
    return this.troubles;
  }
}

/** The folder of the file is left out: a terminal may be narrow, and standard error has it. */
function noticeOf([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  const short = first.replace(/^.*?\/(?=[^/]+:\d+:\d+: )/, '');
  return others.length === 0 ? short : `${short} (and ${others.length} more: dnstop config)`;
}
