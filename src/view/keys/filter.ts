// Keys of the filter bar.
import type { Binding } from './binding.ts';

export const FILTER_KEYS: Binding[] = [
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
