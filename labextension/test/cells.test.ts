import { EditorState, StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { expect, it } from 'vitest';
import { cellsOf } from '../src/cells';
import type { Source } from '../src/document';

const sourceOf = (line: string, lineno: number): Source => ({
  line,
  expression: line,
  start: 0,
  end: 0,
  lineno,
  iteration: null,
});

/** A notebook of code cells, as far as marks in its editors need one. */
function notebook(...texts: string[]) {
  const signal = { connect: () => undefined };
  let changes = 0;
  const widgets = texts.map((text, i) => {
    const editor = new EditorView({
      parent: document.body,
      state: EditorState.create({ doc: text }),
      dispatchTransactions: (all, view) => {
        changes += all.length;
        view.update(all);
      },
    });
    const injectExtension = (extension: unknown) =>
      editor.dispatch({ effects: StateEffect.appendConfig.of(extension as never) });
    return { model: { id: `cell${i}` }, editor: { editor, injectExtension } };
  });
  const content = { node: document.createElement('div'), widgets, activeCell: null } as Record<
    string,
    unknown
  >;
  for (const name of ['activeCellChanged', 'modelContentChanged', 'cellInViewportChanged'])
    content[name] = signal;
  const panel = { content, disposed: signal } as unknown as NotebookPanel;
  const marked = () =>
    widgets.map(({ editor }) => editor.editor.dom.querySelector('.ag-made-line')?.textContent);
  return { panel, marked, changes: () => changes };
}

it('one line of a notebook is marked, and an editor in which the mark stays is changed once', () => {
  const { panel, marked, changes } = notebook('a = 1\nb = 2', 'c = 3');
  const cells = cellsOf(panel);
  const owner = {};
  cells.mark(owner, 'cell0', sourceOf('a = 1', 1));
  expect(marked()).toEqual(['a = 1', undefined]);
  const before = changes();
  cells.mark(owner, 'cell0', sourceOf('b = 2', 2));
  expect(marked()).toEqual(['b = 2', undefined]);
  expect(changes()).toBe(before + 1);
  cells.mark({}, 'cell1', sourceOf('c = 3', 1));
  expect(marked()).toEqual([undefined, 'c = 3']);
});
