// Keys that mark rows and save them to a file.
import { type Binding, ROWS } from './binding.ts';

export const SAVING_KEYS: Binding[] = [
  {
    name: 'mark',
    keys: ['m'],
    context: ROWS,
    action: { type: 'mark' },
    description: 'mark the row, to save it; again: unmark it',
  },
  {
    name: 'unmark-all',
    keys: ['U'],
    context: ROWS,
    action: { type: 'unmark-all' },
    description: 'take all marks away',
  },
  {
    name: 'save',
    keys: ['ctrl-s'],
    context: ROWS,
    action: { type: 'save-open' },
    description: 'save list, marked rows or open path as pcapng',
  },
  {
    name: 'save-up',
    keys: ['up', 'ctrl-p'],
    context: ['save'],
    action: { type: 'save-move', by: -1 },
    description: '',
    hint: 'which events',
  },
  {
    name: 'save-down',
    keys: ['down', 'ctrl-n'],
    context: ['save'],
    action: { type: 'save-move', by: 1 },
    description: '',
  },
  {
    name: 'save-write',
    keys: ['enter'],
    context: ['save'],
    action: { type: 'save-write' },
    description: 'in the prompt for a file: write it',
    hint: 'write',
  },
  {
    name: 'save-close',
    keys: ['esc'],
    context: ['save'],
    action: { type: 'back' },
    description: '',
    hint: 'back',
  },
];
