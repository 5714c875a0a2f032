/** Sentences with code in them, as elements. */

import { html } from './dom';
import { clip } from './text';

const MOST = 20_000;

/** A sentence with its code, which stands between backticks and may be broken before what is given to a call, and before the next. */
export function spelled(sentence: string): (Node | string)[] {
  return clip(sentence, MOST)
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html('code', {}, ...breakable(part)) : part));
}

function breakable(code: string): (Node | string)[] {
  return code
    .split(/(?<=\()(?!\))|(?<=\))(?=\.)/)
    .flatMap((part, i) => (i === 0 ? [part] : [html('wbr'), part]));
}
