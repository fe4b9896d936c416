// Keys of the column picker.
import type { Binding } from './binding.ts';

export const COLUMN_KEYS: Binding[] = [
  {
    name: 'columns-close',
    keys: ['esc', 'ctrl-o'],
    context: ['columns'],
    action: { type: 'back' },
    description: '',
    hint: 'close',
  },
  {
    name: 'columns-toggle',
    keys: ['enter', 'space'],
    context: ['columns'],
    action: { type: 'columns-toggle' },
    description: 'in the columns: show or hide',
    hint: 'show or hide',
  },
  {
    name: 'columns-up',
    keys: ['up', 'ctrl-p'],
    context: ['columns'],
    action: { type: 'columns-move', by: -1 },
    description: '',
  },
  {
    name: 'columns-down',
    keys: ['down', 'ctrl-n'],
    context: ['columns'],
    action: { type: 'columns-move', by: 1 },
    description: '',
  },
  {
    name: 'columns-page-up',
    keys: ['pgup'],
    context: ['columns'],
    action: { type: 'columns-move', by: -10 },
    description: '',
  },
  {
    name: 'columns-page-down',
    keys: ['pgdn'],
    context: ['columns'],
    action: { type: 'columns-move', by: 10 },
    description: '',
  },
  {
    name: 'columns-reset',
    keys: ['ctrl-r'],
    context: ['columns'],
    action: { type: 'columns-reset' },
    description: 'in the columns: back to the default ones',
    hint: 'default columns',
  },
];
