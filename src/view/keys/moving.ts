// Keys that move the cursor over rows and hops, and scroll what is open.
import { type Binding, SCROLLED } from './binding.ts';

export const MOVING_KEYS: Binding[] = [
  {
    name: 'up',
    keys: ['up', 'k'],
    context: SCROLLED,
    action: { type: 'move', by: -1 },
    description: 'up a row',
  },
  {
    name: 'down',
    keys: ['down', 'j'],
    context: SCROLLED,
    action: { type: 'move', by: 1 },
    description: 'down a row',
  },
  {
    name: 'page-up',
    keys: ['pgup', 'ctrl-b'],
    context: SCROLLED,
    action: { type: 'move-page', by: -1 },
    description: 'up a page',
  },
  {
    name: 'page-down',
    keys: ['pgdn'],
    context: SCROLLED,
    action: { type: 'move-page', by: 1 },
    description: 'down a page',
  },
  {
    name: 'half-up',
    keys: ['ctrl-u'],
    context: SCROLLED,
    action: { type: 'move-page', by: -0.5 },
    description: 'up half a page',
  },
  {
    name: 'half-down',
    keys: ['ctrl-d'],
    context: SCROLLED,
    action: { type: 'move-page', by: 0.5 },
    description: 'down half a page',
  },
  {
    name: 'first',
    keys: ['g', 'home'],
    context: SCROLLED,
    action: { type: 'move-first' },
    description: 'oldest row',
  },
  {
    name: 'last',
    keys: ['G', 'end'],
    context: SCROLLED,
    action: { type: 'move-last' },
    description: 'newest row, and follow',
  },
];
