import { EditorState, StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../src/document';
import { type Markable, markSource } from '../src/editor';

const SOURCE: Source = {
  line: 'y = 2 * torch.dot(x, x)',
  expression: 'torch.dot(x, x)',
  start: 8,
  end: 23,
  lineno: 2,
  iteration: null,
};

let editor: EditorView;
let injected: number;
let markable: Markable;

beforeEach(() => {
  editor = new EditorView({
    parent: document.body,
    state: EditorState.create({ doc: `x = 1\n${SOURCE.line}\ny` }),
  });
  injected = 0;
  markable = {
    editor,
    injectExtension(extension) {
      injected += 1;
      editor.dispatch({ effects: StateEffect.appendConfig.of(extension) });
    },
  };
});

afterEach(() => editor.destroy());

const marked = (): (string | null)[] =>
  ['.ag-made-line', '.ag-made-expression'].map((kind) => editor.dom.querySelector(kind)?.textContent ?? null);

describe('the mark in an editor', () => {
  it('stands on line and expression, and goes', () => {
    markSource(markable, SOURCE);
    expect(marked()).toEqual([SOURCE.line, SOURCE.expression]);
    markSource(markable, null);
    expect(marked()).toEqual([null, null]);
    expect(injected).toBe(1);
  });

  it('leaves an editor alone that has none', () => {
    markSource(markable, null);
    expect(injected).toBe(0);
  });

  it('moves with its line, goes when the line is edited and is back after an undo', () => {
    markSource(markable, SOURCE);
    editor.dispatch({ changes: { from: 0, insert: '# one more\n' } });
    expect(marked()[0]).toBe(SOURCE.line);
    const at = editor.state.doc.toString().indexOf('2 *');
    editor.dispatch({ changes: { from: at, to: at + 1, insert: '3' } });
    expect(marked()).toEqual([null, null]);
    editor.dispatch({ changes: { from: at, to: at + 1, insert: '2' } });
    expect(marked()[1]).toBe(SOURCE.expression);
  });
});
