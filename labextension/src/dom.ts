/** The few helpers by which everything here makes elements. Texts are texts: nothing is ever parsed as markup. */

const LATEST = 200; // milliseconds that a busy page may put off what follows a click

export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Does something once the page has nothing else to do, or after `timeout` ms; returns what calls it off. */
export function whenIdle(act: () => void, timeout?: number): () => void {
  if (typeof requestIdleCallback !== 'undefined') {
    const asked = requestIdleCallback(act, timeout === undefined ? {} : { timeout });
    return () => cancelIdleCallback(asked);
  }
  // Safari has no idle times: what need not be done is not done there.
  if (timeout === undefined) return () => undefined;
  const timer = setTimeout(act);
  return () => clearTimeout(timer);
}

/** Does what can follow once what was done until now stands on the screen; the last thing asked for is done. */
export class AfterPaint {
  private callOff = (): void => undefined;

  ask(act: () => void): void {
    this.drop();
    const frame = requestAnimationFrame(() => {
      this.callOff = whenIdle(act, LATEST);
    });
    this.callOff = () => cancelAnimationFrame(frame);
  }

  drop(): void {
    this.callOff();
  }
}

export type Child = Node | string | null | undefined;

const SVG = 'http://www.w3.org/2000/svg';

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  for (const child of children) {
    if (child !== null && child !== undefined) element.append(child);
  }
}

/** Sets an attribute, only where it changes; null, undefined and false take it away. */
export function set(element: Element, name: string, value: Attributes[string]): void {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  fill(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name) as SVGElementTagNameMap[K];
  fill(element, attributes, children);
  return element;
}

/** Sets an element's text, only where it changes. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** What listens or is written to later: it cannot be made of another element that looks like it. */
const held = new WeakSet<EventTarget>();

/** Tells that something else holds on to an element. */
export function hold<T extends EventTarget>(element: T): T {
  held.add(element);
  return element;
}

export function isHeld(element: EventTarget): boolean {
  return held.has(element);
}

/** Things to undo at the end: listeners, observers, timers. */
export class Bin {
  private undo: (() => void)[] = [];

  add(undo: () => void): void {
    this.undo.push(undo);
  }

  listen<K extends keyof HTMLElementEventMap>(
    target: EventTarget,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ): void {
    hold(target).addEventListener(type, listener as EventListener, options);
    this.add(() => target.removeEventListener(type, listener as EventListener, options));
  }

  empty(): void {
    for (const undo of this.undo.splice(0).reverse()) undo();
  }
}
