// Finished text and how far it is scrolled -> a pane with a title.
import type { PanePlace } from '../arrange.ts';
import { Pane } from '../chrome/pane.tsx';
import { Region } from '../chrome/region.ts';
import type { PaneContent } from '../detail/pane-text.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme.ts';
import type { PaneView } from './pane-view.ts';

export interface Scrolled {
  content(state: State, place: PanePlace): PaneContent;
  scroll(state: State): number;
}

export class ScrolledPane implements PaneView {
  private readonly theme: Theme;
  private readonly scrolled: Scrolled;
  private readonly region = new Region(Pane);

  constructor(theme: Theme, scrolled: Scrolled) {
    this.theme = theme;
    this.scrolled = scrolled;
  }

  draw(state: State, place: PanePlace): readonly string[] {
    const { title, lines } = this.scrolled.content(state, place);
    const { width, height, beside } = place;
    const scroll = Math.max(0, Math.min(this.scrolled.scroll(state), lines.length - (height - 1)));
    return this.region.draw({ theme: this.theme, title, lines, scroll, height, width, beside }, width);
  }

  length(state: State, place: PanePlace): number {
    return this.scrolled.content(state, place).lines.length;
  }

  close(): void {
    this.region.close();
  }
}
