/** The whole view of one document. (Placeholder until the drawing is in.) */
export interface ViewOptions {
  /** Told which node is chosen (null: none). */
  onSelect?(node: number | null): void;
  /** Lets the host typeset formulas in an element. */
  typeset?(element: HTMLElement): void;
}

export class View {
  constructor(
    readonly element: HTMLElement,
    readonly options: ViewOptions = {},
  ) {}
  update(_document: unknown): void {}
  seek(_step: number): void {}
  dispose(): void {}
}
