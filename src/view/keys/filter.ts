// Keys of the filter bar, and of filters by cells.
import { type Binding, ROWS } from './binding.ts';

export const FILTER_KEYS: Binding[] = [
  {
    name: 'filter-complete',
    keys: ['tab'],
    context: ['filter'],
    action: { type: 'filter-complete' },
    description: 'in the filter: complete field, operator or value',
    hint: 'complete',
  },
  {
    name: 'filter-choose-next',
    keys: ['ctrl-n'],
    context: ['filter'],
    action: { type: 'filter-choose', by: 1 },
    description: 'in the filter: the next completion',
    hint: 'next',
  },
  {
    name: 'filter-choose-previous',
    keys: ['ctrl-p'],
    context: ['filter'],
    action: { type: 'filter-choose', by: -1 },
    description: 'in the filter: the completion before',
  },
  {
    name: 'filter-older',
    keys: ['up'],
    context: ['filter'],
    action: { type: 'filter-history', by: -1 },
    description: 'in the filter: an older one of the history',
    hint: 'history',
  },
  {
    name: 'filter-newer',
    keys: ['down'],
    context: ['filter'],
    action: { type: 'filter-history', by: 1 },
    description: 'in the filter: a newer one of the history',
  },
  {
    name: 'filter-before',
    keys: ['shift-tab'],
    context: ['filter'],
    action: { type: 'filter-before' },
    description: 'in the filter: keep it, and edit the one before',
  },
  {
    name: 'filter-save',
    keys: ['ctrl-s'],
    context: ['filter'],
    action: { type: 'filter-name', name: '' },
    description: 'in the filter: save it by a name; @ lists saved ones',
    hint: 'save',
  },
  {
    name: 'filter-forget',
    keys: ['ctrl-x'],
    context: ['filter'],
    action: { type: 'filter-forget' },
    description: 'in the filter, behind @: forget the saved one',
  },
  {
    name: 'filter-keep',
    keys: ['enter'],
    context: ['filter'],
    action: { type: 'filter-keep' },
    description: 'in the filter: keep it',
    hint: 'keep',
  },
  {
    name: 'filter-cancel',
    keys: ['esc'],
    context: ['filter'],
    action: { type: 'filter-cancel' },
    description: 'in the filter: restore the one before',
    hint: 'restore the one before',
  },
];

const NUMBERS = 'first second third fourth fifth sixth seventh eighth ninth'.split(' ');

/** Keys of the list that add filters, and switch them. */
export const FILTERS_KEYS: Binding[] = [
  {
    name: 'filter-another',
    keys: ['&'],
    context: ROWS,
    action: { type: 'filter-open', more: true },
    description: 'one more filter: rows must match all of them',
  },
  ...NUMBERS.map(
    (number, at): Binding => ({
      name: `filter-toggle-${number}`,
      keys: [`${at + 1}`, `alt-${at + 1}`],
      context: ROWS,
      action: { type: 'filter-toggle', at },
      description: at === 0 ? 'the first filter off or on; 2 the second, …' : '',
    }),
  ),
  {
    name: 'filter-drop',
    keys: ['backspace'],
    context: ROWS,
    action: { type: 'filter-drop' },
    description: 'drop the last filter',
  },
  {
    name: 'cell-left',
    keys: ['left'],
    context: ['table'],
    action: { type: 'cell-move', by: -1 },
    description: 'the cell to the left, for a filter by it',
  },
  {
    name: 'cell-right',
    keys: ['right'],
    context: ['table'],
    action: { type: 'cell-move', by: 1 },
    description: 'the cell to the right',
  },
  {
    name: 'cell-filter',
    keys: ['='],
    context: ['table'],
    action: { type: 'filter-cell', exclude: false },
    description: 'f= or =: add a filter by the cell, or the name',
  },
  {
    name: 'cell-exclude',
    keys: ['!'],
    context: ['table'],
    action: { type: 'filter-cell', exclude: true },
    description: 'f! or !: exclude what the cell says',
  },
];
