/** Files from the kernel behind a widget's model: it is asked by messages of the model, `autograd_nb.display.asked`. */

import type { Shared } from './binding';
import type { Exported, Kind, Makers } from './exports';
import { trans } from './translation';

const PATIENCE = 30_000; // milliseconds

interface Answer {
  export?: unknown;
  file?: string;
  path?: string;
  error?: string;
}

export class Kernel {
  private readonly waiting = new Map<unknown, (answer: Answer) => void>();
  /** Of this view: a model may have several, and each hears all answers. */
  private readonly name = Math.random().toString(36).slice(2);
  private count = 0;

  constructor(private readonly model: Shared) {
    model.on('msg:custom', this.heard);
  }

  dispose(): void {
    this.model.off('msg:custom', this.heard);
    this.waiting.clear();
  }

  readonly files: Makers = {
    keep: (file, kind) => this.kept(file, kind),
    pdf: (what) => this.made('pdf', 'application/pdf', what),
    dot: (what) => this.made('dot', 'text/vnd.graphviz', what),
    html: (what) => this.made('html', 'text/html', what),
  };

  private async kept(file: Blob, kind: Kind): Promise<string> {
    const letters = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte));
    const { path } = await this.ask(kind, { keep: true, file: btoa(letters.join('')) });
    return path ?? '';
  }

  private async made(kind: Kind, type: string, { direction }: Exported): Promise<Blob> {
    const { file } = await this.ask(kind, { direction });
    return new Blob([Uint8Array.from(atob(file ?? ''), (letter) => letter.charCodeAt(0))], { type });
  }

  private ask(kind: Kind, more: object): Promise<Answer> {
    this.count += 1;
    const id = `${this.name}-${this.count}`;
    return new Promise((resolve, reject) => {
      const give = (answer: Answer): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (answer.error === undefined) resolve(answer);
        else reject(new Error(answer.error));
      };
      const silence = trans.__(
        'The kernel makes %1 files, and it does not answer. SVG and PNG need no kernel.',
        kind.toUpperCase(),
      );
      const timer = setTimeout(() => give({ error: silence }), PATIENCE);
      this.waiting.set(id, give);
      this.model.send?.({ export: id, kind, ...more });
    });
  }

  private readonly heard = (content?: unknown): void => {
    const answer = content as Answer | undefined;
    this.waiting.get(answer?.export)?.(answer as Answer);
  };
}
