// Keys for the order of the rows of a list.
import { type Binding, ROWS } from './binding.ts';

export const SORTING_KEYS: Binding[] = [
  {
    name: 'sort-after',
    keys: ['>'],
    context: ROWS,
    action: { type: 'sort-step', by: 1 },
    description: 'sort by the next column; before the first: by time',
  },
  {
    name: 'sort-before',
    keys: ['<'],
    context: ROWS,
    action: { type: 'sort-step', by: -1 },
    description: 'sort by the column before',
  },
  {
    name: 'sort-invert',
    keys: ['I'],
    context: ROWS,
    action: { type: 'sort-invert' },
    description: 'the other way round; by time: newest first',
  },
  {
    name: 'sort-time',
    keys: ['0'],
    context: ROWS,
    action: { type: 'sort-time' },
    description: 'in order of time again',
  },
];
