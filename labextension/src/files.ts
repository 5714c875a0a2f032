/** The files that a view in JupyterLab can be exported to, beside those that every page makes. */
import type { Kernel } from '@jupyterlab/services';

import type { Exported, Makers } from './exports';
import { pageOf } from './page';
import { trans } from './translation';

/** @param kernel that of the view's notebook, asked for when a file is made. */
export function filesOf(kernel: () => Kernel.IKernelConnection | null | undefined): Makers {
  return {
    pdf: async (what) => new Blob([await asked(kernel(), 'pdf', what)], { type: 'application/pdf' }),
    dot: async (what) => new Blob([await asked(kernel(), 'dot', what)], { type: 'text/vnd.graphviz' }),
    html: async (what) => {
      // Of this size only where it is wanted. The text, not the module: it is to run in another page.
      const { default: script } = await import('../../autograd_nb/display/standalone.js?raw');
      return new Blob([pageOf(what, script)], { type: 'text/html' });
    },
  };
}

/** A file that Python makes of the document: `autograd_nb.display.graphdoc.file_of`. */
async function asked(
  kernel: Kernel.IKernelConnection | null | undefined,
  kind: string,
  { document, direction }: Exported,
): Promise<Uint8Array<ArrayBuffer>> {
  if (kernel?.connectionStatus !== 'connected')
    throw new Error(
      trans.__(
        'The kernel makes %1 files, and this notebook has none. SVG, PNG and HTML need no kernel.',
        kind.toUpperCase(),
      ),
    );
  // A text of JSON, written as JSON once more, is a string of Python's.
  const text = JSON.stringify(JSON.stringify(document));
  const file = `__import__('autograd_nb.display.graphdoc', fromlist=['_']).file_of(${text}, '${kind}', '${direction}')`;
  const future = kernel.requestExecute({ code: '', silent: true, user_expressions: { file } });
  const { content } = await future.done;
  const answer = (content.status === 'ok' ? content.user_expressions.file : content) as Answer | undefined;
  const plain = answer?.data?.['text/plain'];
  if (typeof plain !== 'string')
    throw new Error(trans.__('The kernel could not make the file: %1', answer?.evalue ?? ''));
  return Uint8Array.from(atob(plain.slice(1, -1)), (letter) => letter.charCodeAt(0));
}

interface Answer {
  data?: Record<string, unknown>;
  evalue?: string;
}
