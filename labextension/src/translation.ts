/**
 * The words of the view in the reader's language. No Jupyter here: a host that has translations hands them over.
 *
 * Texts are written as JupyterLab's tools collect them, `trans.__('…')`. "%1" is the first argument. A text without
 * arguments keeps its "%1": `caption.ts` puts more than letters there.
 */

import { MANY } from './plurals';

/** What JupyterLab's `ITranslator.load` gives, as far as it is used. */
export interface Bundle {
  __(text: string, ...values: unknown[]): string;
  /** The text for one, or the one for `n`, which is its "%1". */
  _n(one: string, many: string, n: number, ...values: unknown[]): string;
  /** A text that means different things in different places. */
  _p(place: string, text: string, ...values: unknown[]): string;
}

/** The name of our translations in JupyterLab's language packs. */
export const DOMAIN = 'autograd_nb';

const SLOTS = ['%1', '%2', '%3', '%4', '%5'];

const fill = (text: string, values: unknown[]): string =>
  text.replace(/%(\d)/g, (slot, at) => (Number(at) <= values.length ? String(values[Number(at) - 1]) : slot));

const english: Bundle = {
  __: (text, ...values) => fill(text, values),
  _n: (one, many, n, ...values) => fill(n === 1 ? one : many, [n, ...values]),
  _p: (_place, text, ...values) => fill(text, values),
};

let bundle = english;

/** Speaks as the host does; null speaks English. What is drawn already stays as it is. */
export function speak(host: Bundle | null): void {
  bundle = host ?? english;
}

const orSlots = (values: unknown[]): unknown[] => (values.length > 0 ? values : SLOTS);

export const trans: Bundle = {
  __: (text, ...values) => bundle.__(text, ...orSlots(values)),
  _n: (one, many, n, ...values) => bundle._n(one, many, n, ...(values.length > 0 ? values : SLOTS.slice(1))),
  _p: (place, text, ...values) => bundle._p(place, text, ...orSlots(values)),
};

/** A sentence that Python wrote, in the reader's language where that knows the template (see sentences.ts). */
export function said(template: string, values: readonly string[]): string {
  const many = MANY.get(template);
  const own = many === undefined ? trans.__(template) : trans._n(template, many, Number(values[0]));
  return fill(own, [...values]);
}
