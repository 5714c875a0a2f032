/** The top of a view: a question or what an error means, PyTorch's line, a message about the picture. */

import type { GraphDoc, Problem } from './document';
import { html, set } from './dom';
import { icon } from './icons';
import { type Parsed, parse } from './parse';
import { QuizPart } from './quiz';
import { spelled } from './spelled';
import { clip } from './text';
import { trans } from './translation';
import { unseenNotes } from './unseen';

const MOST = 20_000;

export class Head {
  private readonly text = html('pre', { class: 'ag-text', 'data-autograd': 'text' });
  private readonly message = html('p', { class: 'ag-message', role: 'status', hidden: true });
  private readonly layers = html('p', { class: 'ag-layers', 'data-autograd': 'layers', hidden: true });
  private readonly problem = html('div', {
    class: 'ag-problem',
    'data-autograd': 'explanation',
    role: 'note',
    hidden: true,
  });
  private readonly unseen = html('div', {
    class: 'ag-problem',
    'data-autograd': 'unseen',
    role: 'note',
    hidden: true,
  });
  private readonly host = html('p', {
    class: 'ag-message',
    'data-autograd': 'note',
    role: 'status',
    hidden: true,
  });
  private readonly quiz: QuizPart;
  /** The document as it came. */
  raw: unknown = null;
  readonly parts: readonly HTMLElement[];

  /**
   * @param changed asks for a document to be drawn anew: a question was answered.
   * @param beside stands at the end of PyTorch's line.
   */
  constructor(changed: (document: unknown) => void, beside: HTMLElement) {
    this.quiz = new QuizPart(() => changed(this.raw));
    const line = html('div', { class: 'ag-line' }, this.text, beside);
    this.parts = [this.quiz.element, this.problem, line, this.unseen, this.layers, this.message, this.host];
  }

  /** A document, checked, as far as it may be shown. */
  read(raw: unknown): Parsed {
    this.raw = raw;
    const parsed = parse(raw);
    return parsed.ok ? { ok: true, document: this.quiz.show(parsed.document) } : parsed;
  }

  /** Shows what belongs above the picture of a document. Returns what the view is called. */
  describe(document: GraphDoc): string {
    const { text, omitted, problem, layers } = document;
    const left = trans._n(
      '%1 more node is left out of this picture.',
      '%1 more nodes are left out of this picture.',
      omitted,
    );
    return this.show(text, omitted === 0 ? '' : left, problem, layers, unseenNotes(document));
  }

  /** Shows all of it; what is empty takes no room. Returns what the view is called. */
  show(
    text: string,
    message: string,
    problem: Problem | null = null,
    layers = '',
    unseen: Node[] = [],
  ): string {
    const whole = clip(text, MOST);
    this.text.textContent = whole;
    this.message.textContent = message;
    this.problem.replaceChildren();
    if (problem) this.problem.append(icon('warning'), html('p', {}, ...spelled(problem.explanation)));
    this.layers.replaceChildren(...spelled(layers));
    set(this.layers, 'hidden', layers === '');
    this.unseen.replaceChildren(...unseen);
    set(this.unseen, 'hidden', unseen.length === 0);
    set(this.text, 'hidden', whole === '');
    set(this.message, 'hidden', message === '');
    set(this.problem, 'hidden', !problem?.explanation);
    return whole || message;
  }

  /** What the host has to say, whatever is drawn. */
  set note(text: string) {
    this.host.textContent = text;
    set(this.host, 'hidden', text === '');
  }

  dispose(): void {
    this.quiz.dispose();
  }
}
