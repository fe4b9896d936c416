// Keys that do something with a row, or with the whole program.
import { type Binding, EVERYWHERE, LOOKED_AT, ROWS, SCROLLED } from './binding.ts';

export const DOING_KEYS: Binding[] = [
  {
    name: 'copy-row',
    keys: ['y'],
    context: ['table', 'detail'],
    action: { type: 'copy', what: 'row' },
    description: 'copy the row as shown (OSC 52, else a file)',
  },
  {
    name: 'copy-path',
    keys: ['y'],
    context: ['path'],
    action: { type: 'copy', what: 'path' },
    description: 'in a path: copy it as text',
    hint: 'copy',
  },
  {
    name: 'copy-json',
    keys: ['Y'],
    context: ROWS,
    action: { type: 'copy', what: 'json' },
    description: 'copy the event as JSON (OSC 52)',
  },
  {
    name: 'clear',
    keys: ['ctrl-r'],
    context: ROWS,
    action: { type: 'clear' },
    description: 'clear: start with an empty list',
  },
  {
    name: 'help',
    keys: ['?'],
    context: LOOKED_AT,
    action: { type: 'help' },
    description: 'this help',
    hint: 'help',
  },
  {
    name: 'help-close',
    keys: ['?', 'esc', 'enter'],
    context: ['help'],
    action: { type: 'back' },
    description: '',
    hint: 'close',
  },
  {
    name: 'quit',
    keys: ['q'],
    context: SCROLLED,
    action: { type: 'quit' },
    description: 'quit',
    hint: 'quit',
  },
  {
    name: 'quit-anywhere',
    keys: ['ctrl-c'],
    context: EVERYWHERE,
    action: { type: 'quit' },
    description: 'quit, from anywhere',
  },
  {
    name: 'suspend',
    keys: ['ctrl-z'],
    context: EVERYWHERE,
    action: { type: 'suspend' },
    description: 'back to the shell for a while (fg returns)',
  },
  {
    name: 'redraw',
    keys: ['ctrl-l'],
    context: EVERYWHERE,
    action: { type: 'redraw' },
    description: 'draw the screen again',
  },
];
