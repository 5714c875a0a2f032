/** The top of a view: PyTorch's line, and a message where there is something to say about the picture. */

import { html, set } from './dom';
import { clip } from './text';

const MOST = 20_000;

export class Head {
  readonly text = html('pre', { class: 'ag-text', 'data-autograd': 'text' });
  readonly message = html('p', { class: 'ag-message', role: 'status', hidden: true });

  /** Shows both; an empty one takes no room. Returns what the view is called. */
  show(text: string, message: string): string {
    const whole = clip(text, MOST);
    this.text.textContent = whole;
    this.message.textContent = message;
    set(this.text, 'hidden', whole === '');
    set(this.message, 'hidden', message === '');
    return whole || message;
  }
}
