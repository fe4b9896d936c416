// All fields, the names the user chose and what he searches for -> the columns of the table, the list of the picker.
import Fuse from 'fuse.js';
import { type TableLayout, widthsOf } from '../../config/memory.ts';
import type { FieldContext } from '../../fields/context.ts';
import type { Field } from '../../fields/field.ts';
import type { RowKind } from '../../fields/row-fields.ts';
import { largestFirst, type SortKey, sortKeyOf } from '../sort/keys.ts';
import { columnOf, type ShownField, type TableColumn, widened } from './column.ts';
import { endingText, outcomeText } from './outcome.ts';

/**
 * Where source and destination do not both fit, the one of the two that is left says on half of the rows who was asked,
 * on the others who asked. The server is the same on a query and its response.
 */
const ENDS = ['src', 'dst'];
const SERVER = 'nameserver.addr';

/** A field, and for a row what a column may show in place of its value: see ShownField. */
export interface ListField extends Field {
  forms?(row: number): readonly string[];
}

/** A field with the names it goes by, for searching. */
interface Listed extends ShownField {
  aliases: readonly string[];
  sortKey(row: number): SortKey;
  largestFirst: boolean;
}

export class ColumnChoice {
  private readonly listed: Listed[];
  private readonly byName = new Map<string, Listed>();
  private readonly defaults: string[];
  private readonly context: FieldContext;
  private readonly anomalies: Field | undefined;
  private readonly state: Field | undefined;
  private readonly rows: RowKind;
  private readonly fuse: Fuse<Listed>;
  private lastFound: { query: string; fields: ShownField[] } = { query: '', fields: [] };

  /**
   * @param defaults names of the columns shown, after the time of day, where the user chose none; unknown ones are left out.
   * @param rows what the list has.
   */
  constructor(
    context: FieldContext,
    fields: readonly ListField[],
    defaults: readonly string[],
    rows: RowKind = 'events',
  ) {
    this.context = context;
    this.anomalies = fields.find(({ name }) => name === 'anomalies');
    this.rows = rows;
    this.state = rows !== 'events' ? fields.find(({ name }) => name === 'state') : undefined;
    const all = [timeOfDay(context), ...fields.map((field) => this.listedField(context, field))];
    for (const field of all)
      for (const name of [field.name, ...field.aliases]) this.byName.set(name.toLowerCase(), field);
    this.defaults = [...new Set(this.known(['time', ...defaults]))];
    const isDefault = (field: Listed) => this.defaults.includes(field.name);
    this.listed = [
      ...this.defaults.map((name) => this.byName.get(name.toLowerCase())!),
      ...all.filter((field) => !isDefault(field)),
    ];
    this.fuse = new Fuse(this.listed, {
      keys: [
        { name: 'name', weight: 3 },
        { name: 'aliases', weight: 3 },
        { name: 'description', weight: 1 },
      ],
      threshold: 0.3,
      ignoreLocation: true,
    });
  }

  /** What is wrong with the messages of a row, '' for nothing. */
  readonly damage = (row: number): string => this.anomalies?.text(this.context, row) ?? '';

  private listedField(context: FieldContext, field: ListField): Listed {
    const listed = shownField(context, field);
    const { state } = this;
    if (field.name !== 'rcode') return listed;
    return {
      ...listed,
      text: (row) => {
        const [rcode, damage] = [listed.text(row), this.damage(row)];
        if (damage !== '' || state === undefined) return outcomeText(rcode, damage);
        return endingText(rcode, state.text(context, row));
      },
    };
  }

  /** What a row has in a column, '' for an unknown one. */
  text(row: number, name: string): string {
    return this.byName.get(name.toLowerCase())?.text(row) ?? '';
  }

  /** How rows are compared by a column, undefined for an unknown one. */
  sortKey(name: string): ((row: number) => SortKey) | undefined {
    return this.byName.get(name.toLowerCase())?.sortKey;
  }

  largestFirst(name: string): boolean {
    return this.byName.get(name.toLowerCase())?.largestFirst ?? false;
  }

  /** Full names of all fields there may be columns for, the default ones first. */
  get names(): readonly string[] {
    return this.listed.map((field) => field.name);
  }

  /** Full names of the columns on show. */
  shown(layout: TableLayout | undefined): readonly string[] {
    return layout?.columns ? [...new Set(this.known(layout.columns.map(({ name }) => name)))] : this.defaults;
  }

  columns(layout: TableLayout | undefined): TableColumn[] {
    const shown = this.shown(layout);
    const widths = new Map([...widthsOf(layout)].map(([name, width]) => [this.known([name])[0], width]));
    const own = (name: string) => layout?.columns !== undefined && !this.defaults.includes(name);
    const columns = widened(
      shown.map((name) => this.column(name, own(name))),
      widths,
    );
    const place = shown.indexOf(ENDS[1]);
    // Columns that the user chose himself are never replaced; adding to the default ones leaves those what they are.
    const fewer = this.defaults.some((name) => !shown.includes(name));
    if (fewer || place < 0 || shown.includes(SERVER) || !this.byName.has(SERVER)) return columns;
    return columns.toSpliced(place + 1, 0, { ...this.column(SERVER, false), standsFor: ENDS });
  }

  private column(name: string, asked: boolean): TableColumn {
    const field = this.byName.get(name.toLowerCase())!;
    return columnOf(field, field.aliases, asked, this.rows);
  }

  /** Fields like the query, the most like first; all of them, those of `order` first, for an empty one. */
  found(query: string, order: readonly string[] = []): readonly ShownField[] {
    const trimmed = query.trim();
    if (trimmed === '') return this.ordered(order);
    if (trimmed !== this.lastFound.query)
      this.lastFound = { query: trimmed, fields: this.search(trimmed.toLowerCase()) };
    return this.lastFound.fields;
  }

  private ordered(order: readonly string[]): readonly ShownField[] {
    const first = order.flatMap((name) => this.byName.get(name.toLowerCase()) ?? []);
    const others = new Set(first);
    return [...first, ...this.listed.filter((field) => !others.has(field))];
  }

  /** Names that hold the query as it is come first, shorter ones before longer ones; then what fuse finds near. */
  private search(query: string): Listed[] {
    const near = this.fuse.search(query).map((result) => result.item);
    const holds = (field: Listed) =>
      [field.name, ...field.aliases].some((name) => name.toLowerCase().includes(query));
    const exact = near.filter(holds).sort((a, b) => a.name.length - b.name.length);
    return [...exact, ...near.filter((field) => !holds(field))];
  }

  private known(names: readonly string[]): string[] {
    return names.flatMap((name) => this.byName.get(name.toLowerCase())?.name ?? []);
  }
}

function shownField(context: FieldContext, field: ListField): Listed {
  const { name, aliases, description, forms } = field;
  return {
    ...{ name, aliases, description },
    text: (row) => field.text(context, row),
    sortKey: sortKeyOf(context, field),
    largestFirst: largestFirst(field),
    ...(forms && { forms }),
  };
}

/** Time of day in the local time zone, to the millisecond: a column of the screen only, so no field of its own. */
function timeOfDay(context: FieldContext): Listed {
  const { columns, capacity } = context.store;
  let second = -1;
  let text = '';
  return {
    name: 'time',
    aliases: [],
    sortKey: (row) => row,
    largestFirst: false,
    description: 'time of day, in the local time zone',
    text(row) {
      const place = row % capacity;
      if (columns.time_s[place] !== second) {
        second = columns.time_s[place];
        text = clockText(new Date(second * 1000));
      }
      return `${text}.${String(Math.floor(columns.time_ns[place] / 1e6)).padStart(3, '0')}`;
    },
  };
}

/** HH:MM:SS in the local time zone. */
export function clockText(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
