/** Plays: calls for the next step until there is none, at a pace that suits how many there are. */

export interface Pace {
  /** Milliseconds per frame at rest, and the least of them. */
  frame: number;
  least: number;
  /** The most that a whole play takes. */
  all: number;
}

/** When the learner asks for it. */
export const PLAY: Pace = { frame: 1300, least: 150, all: 24_000 };
/** A walk that has just happened: shorter, the learner is waiting for it. */
export const LIVE: Pace = { frame: 750, least: 60, all: 3600 };

const FIRST = 350;

export class Player {
  /** 2 plays twice as fast. */
  speed = 1;
  /** The pace of the play going on. */
  pace: Pace | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** @param changed told when playing begins and ends. */
  constructor(private readonly changed: (playing: boolean) => void) {}

  get playing(): boolean {
    return this.timer !== null;
  }

  /**
   * Plays `left` steps.
   *
   * @param next goes one step forward and tells whether there are more.
   * @param done called once after the last.
   */
  run(pace: Pace, left: number, next: () => boolean, done: () => void): void {
    const wait = Math.max(pace.least, Math.min(pace.frame, pace.all / Math.max(1, left)));
    const each = (): number => wait / Math.max(0.1, this.speed);
    const tick = (): void => {
      if (next()) this.timer = setTimeout(tick, each());
      else {
        this.halt();
        done();
      }
    };
    this.pace = pace;
    this.timer = setTimeout(tick, Math.min(each(), FIRST));
    this.changed(true);
  }

  halt(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.pace = null;
    this.changed(false);
  }
}
