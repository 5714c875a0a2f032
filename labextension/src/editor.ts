/** Marks a line, and an expression in it, in a cell's editor (CodeMirror 6). */
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

import type { Source } from './document';
import { placeIn } from './source';

interface Marked {
  source: Source | null;
  decorations: DecorationSet;
}

const LINE = Decoration.line({ class: 'ag-made-line' });
const EXPRESSION = Decoration.mark({ class: 'ag-made-expression' });
const setSource = StateEffect.define<Source | null>();

function decorate(state: EditorState, source: Source | null): Marked {
  const place = source && placeIn(source, state.doc.toString().split('\n'));
  if (!source || !place) return { source, decorations: Decoration.none };
  const line = state.doc.line(place.line);
  const marks = [LINE.range(line.from)];
  const part = place.to > place.from && place.to - place.from < line.text.trim().length;
  if (part) marks.push(EXPRESSION.range(line.from + place.from, line.from + place.to));
  return { source, decorations: Decoration.set(marks) };
}

/** Follows the text: the mark moves with its line, goes when the line is changed, and is back after an undo. */
const field = StateField.define<Marked>({
  create: () => ({ source: null, decorations: Decoration.none }),
  update(marked, transaction) {
    let { source } = marked;
    let changed = transaction.docChanged && source !== null;
    for (const effect of transaction.effects) {
      if (!effect.is(setSource)) continue;
      source = effect.value;
      changed = true;
    }
    return changed ? decorate(transaction.state, source) : marked;
  },
  provide: (self) => EditorView.decorations.from(self, (marked) => marked.decorations),
});

/** An editor that takes extensions, as JupyterLab's `CodeMirrorEditor` does. */
export interface Markable {
  readonly editor: EditorView;
  injectExtension(extension: Extension): void;
}

/** Marks what `source` tells of; null takes the mark away. An editor without a mark is left as it is. */
export function markSource(markable: Markable, source: Source | null): void {
  const view = markable.editor;
  if (view.state.field(field, false) === undefined) {
    if (source === null) return;
    markable.injectExtension(field);
  }
  view.dispatch({ effects: setSource.of(source) });
}
