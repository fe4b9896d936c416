// In: nothing. Out: what a pane shows of a message: blocks of labels and values, of records, or of lines.
import type { ResourceRecord } from '../../fields/detail.ts';
import type { Role } from '../theme.ts';

export interface Item {
  label: string;
  value: string;
  role?: Role;
}

/** A block has items, records, or lines that are shown as they are. */
export interface Block {
  title: string;
  items?: Item[];
  /** Items side by side, as many as fit in a line: for short ones. */
  flow?: boolean;
  records?: readonly ResourceRecord[];
  lines?: string[];
}
