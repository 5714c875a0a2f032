/** The drawing and its document as files: a button in the view, and a name for each kind of file. */

import type { Direction } from './document';
import { Bin, html, say, set } from './dom';
import { icon } from './icons';
import { type Picture, toPng } from './picture';
import { trans } from './translation';

export const KINDS = ['svg', 'png', 'pdf', 'dot', 'html'] as const;
export type Kind = (typeof KINDS)[number];

/** What is to become a file. */
export interface Exported {
  /** As the host handed it over. */
  document: unknown;
  direction: Direction;
  /** The drawing as it looks now. */
  picture: Picture;
}

/** Makes a file; where it cannot, its error says why in a sentence for the reader. */
export type Maker = (what: Exported) => Promise<Blob>;

/** Puts a file where the host can, and tells where that is. */
export type Keeper = (file: Blob, kind: Kind) => Promise<string>;

/**
 * The kinds of files that only a host can make; and `keep` in places that may not hand files to the browser, and cannot
 * know it: a frame in a sandbox.
 */
export type Makers = Partial<Record<Kind, Maker>> & { keep?: Keeper };

/** Every page can make these. */
const OWN: Makers = {
  svg: async ({ picture }) => new Blob([picture.svg], { type: 'image/svg+xml' }),
  png: async ({ picture }) => toPng(picture),
};

export class Exports {
  readonly element: HTMLElement;
  private readonly makers: Makers;
  private readonly bin = new Bin();
  private readonly opener: HTMLButtonElement;
  private readonly menu: HTMLElement;
  private readonly status = html('p', { class: 'ag-note', role: 'status' });
  private readonly keep: HTMLButtonElement;
  private last: { file: Blob; kind: Kind } | null = null;

  /** @param what asked for when a file is made; null where nothing is drawn. */
  constructor(
    private readonly what: () => Exported | null,
    makers: Makers = {},
  ) {
    this.makers = { ...OWN, ...makers };
    const label = trans.__('Export');
    this.opener = html(
      'button',
      { type: 'button', class: 'ag-tool', 'aria-label': label, title: label, 'aria-expanded': 'false' },
      icon('download'),
    );
    this.bin.listen(this.opener, 'click', () => this.open(this.menu.hidden));
    const buttons = KINDS.filter((kind) => this.makers[kind]).map((kind) => {
      const name = kind.toUpperCase();
      const as = trans.__('Export as %1', name);
      const button = html('button', { type: 'button', class: 'ag-kind', 'aria-label': as, title: as }, name);
      this.bin.listen(button, 'click', () => void this.chosen(kind));
      return button;
    });
    const save = trans.__('Save it where the kernel runs');
    this.keep = html('button', { type: 'button', class: 'ag-quiet', hidden: true }, save);
    this.bin.listen(this.keep, 'click', () => void this.kept());
    const kinds = html('div', {}, ...buttons);
    this.menu = html('div', { class: 'ag-menu', hidden: true }, kinds, this.status, this.keep);
    this.element = html('div', { class: 'ag-exports', 'data-autograd': 'export' }, this.opener, this.menu);
    this.bin.listen(this.element, 'focusout', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget as Node | null)) this.open(false);
    });
    this.bin.listen(this.element, 'keydown', (event) => {
      if (event.key !== 'Escape' || this.menu.hidden) return;
      event.stopPropagation();
      this.opener.focus();
      this.open(false);
    });
  }

  /** Makes a file and hands it to the browser's downloads; rejects where it cannot be made. */
  async run(kind: Kind): Promise<void> {
    const what = this.what();
    const make = this.makers[kind];
    if (!what || !make) return;
    const file = await make(what);
    this.last = { file, kind };
    download(file, `graph.${kind}`);
  }

  dispose(): void {
    this.bin.empty();
    this.element.remove();
  }

  private open(open: boolean): void {
    set(this.menu, 'hidden', !open);
    set(this.opener, 'aria-expanded', String(open));
    say(this.status, '');
    set(this.keep, 'hidden', true);
  }

  private async chosen(kind: Kind): Promise<void> {
    say(this.status, '…');
    set(this.keep, 'hidden', true);
    try {
      await this.run(kind);
      if (this.makers.keep && globalThis.self !== globalThis.top) {
        say(this.status, trans.__('%1 was handed to the browser. Some places forbid that.', `graph.${kind}`));
        set(this.keep, 'hidden', false);
        return;
      }
      this.opener.focus();
      this.open(false);
    } catch (error) {
      say(this.status, messageOf(error));
    }
  }

  private async kept(): Promise<void> {
    const { keep } = this.makers;
    if (!this.last || !keep) return;
    this.opener.focus(); // the button goes
    set(this.keep, 'hidden', true);
    say(this.status, '…');
    try {
      say(this.status, trans.__('Saved as %1', await keep(this.last.file, this.last.kind)));
    } catch (error) {
      say(this.status, messageOf(error));
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Hands a file to the browser's downloads. */
function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link); // VS Code hears of clicks in its page only
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
