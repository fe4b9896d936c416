// Keys about the terminal that the screen is shown on.
import { type Binding, SCROLLED } from './binding.ts';

export const TERMINAL_KEYS: Binding[] = [
  {
    name: 'mouse',
    keys: ['M'],
    context: SCROLLED,
    action: { type: 'mouse' },
    description: 'mouse on, off: wheel, click a row or a title',
  },
  {
    name: 'quit-keep',
    keys: ['Q'],
    context: SCROLLED,
    action: { type: 'quit', keeps: true },
    description: 'quit, and leave the last screen above the prompt',
  },
];
