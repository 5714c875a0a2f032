import { html } from './dom';
import { clip } from './text';

const MOST = 20_000;

/** A sentence with its code, which stands between backticks. */
export function spelled(sentence: string): (Node | string)[] {
  return clip(sentence, MOST)
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html('code', {}, part) : part));
}
