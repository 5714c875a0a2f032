/** Predict, then check: a question, a field for the answer, and what there is to say of it. */

import type { GraphDoc, Problem, Quiz } from './document';
import { Bin, html, set } from './dom';
import { close, numbersIn } from './numbers';
import { spelled } from './spelled';
import { clip } from './text';
import { trans } from './translation';

export interface Verdict {
  /** Whether the answer counts: a slip of form does not. */
  given: boolean;
  right: boolean;
  says: string;
  problem: Problem | null;
}

/** What there is to say of an answer. The cases were worked out in Python (autograd_nb/trace/mistakes.py). */
function judge(quiz: Quiz, answer: string): Verdict {
  const numbers = numbersIn(answer);
  const size = trans._n('%1 number', '%1 numbers', quiz.size);
  const refuse = (says: string): Verdict => ({ given: false, right: false, says, problem: null });
  if (numbers.some(Number.isNaN) && !/nan/i.test(answer)) return refuse(trans.__('Numbers are asked for.'));
  if (numbers.length !== quiz.size)
    return refuse(trans.__('`%1` has %2, this answer has %3.', quiz.name, size, numbers.length));
  const matches = (other: number[]): boolean => other.every((number, i) => close(numbers[i] ?? 0, number));
  const known = quiz.cases.find((each) => matches(each.numbers));
  if (known?.right) return { given: true, right: true, says: known.says, problem: null };
  const right = quiz.cases.find((each) => each.right)?.numbers ?? [];
  const good = right.filter((number, i) => close(numbers[i] ?? Number.NaN, number)).length;
  const says =
    known?.says ??
    trans._n(
      'Not yet: %2 of %1 number is right. Follow the walk.',
      'Not yet: %2 of %1 numbers are right. Follow the walk.',
      quiz.size,
      good,
    );
  const problem: Problem = {
    type: trans.__('Your answer departs here'),
    text: says.replaceAll('`', ''),
    explanation: '',
    node: known?.nodes[0] ?? quiz.of,
    edges: known?.edges ?? [],
  };
  return { given: true, right: false, says, problem };
}

/** The document before its last walk, without what gives the answer away. */
function veiled(document: GraphDoc): GraphDoc {
  const last = document.backwards.length - 1;
  const nodes = document.nodes.map((node) => ({ ...node, local: [], jacobian: null }));
  return {
    ...document,
    nodes,
    byId: new Map(nodes.map((node) => [node.id, node])),
    backwards: document.backwards.slice(0, last),
    changes: document.changes.filter((change) => change.backward !== last),
  };
}

export class QuizPart {
  readonly element: HTMLFormElement;
  private readonly question = html('span', { class: 'ag-question' });
  private readonly hint = html('span', { class: 'ag-note' });
  private readonly field = html('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  private readonly button = html('button', { type: 'submit', class: 'ag-check' }, trans.__('Check'));
  private readonly verdict = html('output', { class: 'ag-verdict' });
  private readonly bin = new Bin();
  private quiz: Quiz | null = null;
  private answer: Verdict | null = null;

  /** @param changed called when an answer is given, or the question is asked again. */
  constructor(changed: () => void) {
    const label = html('label', {}, html('span', {}, this.question, ' ', this.hint), this.field);
    this.element = html(
      'form',
      {
        class: 'ag-quiz',
        'data-autograd': 'quiz',
        'aria-label': trans.__('Predict, then check'),
        hidden: true,
      },
      html('div', { class: 'ag-ask' }, label, this.button),
      this.verdict,
    );
    this.bin.listen(this.element, 'submit', (event) => {
      event.preventDefault();
      if (this.answer?.given) this.ask();
      else if (this.quiz) this.answer = judge(this.quiz, this.field.value);
      this.render();
      changed();
      if (!this.answer?.given) this.field.focus();
    });
    // The view's own keys ([, ], p, arrows) are letters here.
    this.bin.listen(this.element, 'keydown', (event) => event.stopPropagation());
  }

  /** What is to be drawn of a document: all of it, or what may be known before the answer. */
  show(document: GraphDoc): GraphDoc {
    const { quiz } = document;
    if (JSON.stringify(quiz) !== JSON.stringify(this.quiz)) this.ask();
    this.quiz = quiz;
    set(this.element, 'hidden', !quiz);
    this.render();
    if (!quiz) return document;
    return this.answer?.given ? { ...document, problem: this.answer.problem } : veiled(document);
  }

  dispose(): void {
    this.bin.empty();
  }

  private ask(): void {
    this.answer = null;
    this.field.value = '';
  }

  private render(): void {
    const { quiz, answer } = this;
    if (!quiz) return;
    const given = answer?.given === true;
    this.question.textContent = clip(quiz.question, 400);
    this.hint.textContent = clip(quiz.hint, 200);
    this.field.readOnly = given;
    this.button.textContent = given ? trans.__('Ask again') : trans.__('Check');
    this.verdict.replaceChildren(...spelled(answer?.says ?? ''));
    set(this.verdict, 'data-verdict', answer ? (answer.right ? 'right' : given ? 'wrong' : 'slip') : null);
  }
}
