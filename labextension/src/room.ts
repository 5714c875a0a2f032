/** The room that the inspector takes beside the body: made once what was clicked is explained on the screen. */

import { AfterPaint, type Bin, set } from './dom';

export class Room {
  private readonly later = new AfterPaint();

  constructor(
    private readonly root: HTMLElement,
    private readonly inspector: HTMLElement,
    bin: Bin,
  ) {
    bin.add(() => this.later.drop());
  }

  show(open: boolean): void {
    if (!open) {
      this.later.drop();
      set(this.root, 'data-inspecting', null);
      set(this.inspector, 'hidden', true);
    } else if (!this.root.hasAttribute('data-inspecting')) {
      // First it lies where its column will be: to lay out the rest in less width takes longer than all of it.
      set(this.root, 'data-inspecting', 'over');
      this.later.ask(() => set(this.root, 'data-inspecting', true));
    }
  }
}
