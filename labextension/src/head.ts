/** The top of a view: PyTorch's line, a message about the picture, and what an error means. */

import type { Problem } from './document';
import { html, set } from './dom';
import { icon } from './icons';
import { clip } from './text';

const MOST = 20_000;

/** A sentence with its code, which stands between backticks. */
export function spelled(sentence: string): (Node | string)[] {
  return clip(sentence, MOST)
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html('code', {}, part) : part));
}

export class Head {
  private readonly text = html('pre', { class: 'ag-text', 'data-autograd': 'text' });
  private readonly message = html('p', { class: 'ag-message', role: 'status', hidden: true });
  private readonly problem = html('div', {
    class: 'ag-problem',
    'data-autograd': 'explanation',
    role: 'note',
    hidden: true,
  });
  readonly parts: readonly HTMLElement[] = [this.problem, this.text, this.message];

  /** Shows all of it; what is empty takes no room. Returns what the view is called. */
  show(text: string, message: string, problem: Problem | null = null): string {
    const whole = clip(text, MOST);
    this.text.textContent = whole;
    this.message.textContent = message;
    this.problem.replaceChildren();
    if (problem) this.problem.append(icon('warning'), html('p', {}, ...spelled(problem.explanation)));
    set(this.text, 'hidden', whole === '');
    set(this.message, 'hidden', message === '');
    set(this.problem, 'hidden', !problem);
    return whole || message;
  }
}
