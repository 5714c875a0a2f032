/** Which way a picture runs: as someone has said, else as it fits. */

import type { Direction, GraphDoc } from './document';
import { fitting } from './layouts';

export class Orientation {
  way: Direction = 'right';
  /** Whether a picture that a narrow column would cut runs down. */
  private free = true;
  private room = Number.POSITIVE_INFINITY;
  private document: GraphDoc | null = null;

  /** @param turned is called when what is drawn has to be drawn the other way. */
  constructor(private readonly turned: () => void) {}

  /** Someone says which way; `free`: where it fits. */
  say(way: Direction, free = false): void {
    this.free = free;
    this.turn(free ? this.suited : way);
  }

  /** The column is so wide; infinity where it is not narrow. */
  narrow(room: number): void {
    this.room = room;
    if (this.free) this.turn(this.suited);
  }

  /** Which way a document that is about to be drawn runs. */
  of(document: GraphDoc): Direction {
    this.document = document;
    if (this.free) this.way = this.suited;
    return this.way;
  }

  private get suited(): Direction {
    return this.document ? fitting(this.document, this.room) : 'right';
  }

  private turn(way: Direction): void {
    if (way === this.way) return;
    this.way = way;
    if (this.document?.down) this.turned();
  }
}
