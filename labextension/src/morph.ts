/** Changes what stands in an element into something alike: the page styles and lays out only what differs. */

import { isHeld } from './dom';

/** Makes the children of an element what they are to be, keeping those of the same kind in the same order. */
export function morph(element: Element, wanted: readonly (Node | string)[]): void {
  let at = element.firstChild;
  for (const each of wanted) {
    const node = typeof each === 'string' ? document.createTextNode(each) : each;
    let kept = at;
    while (kept && !alike(kept, node)) kept = kept.nextSibling;
    if (!kept) {
      element.insertBefore(node, at);
      continue;
    }
    for (let gone = at; gone && gone !== kept; ) {
      const next = gone.nextSibling;
      gone.remove();
      gone = next;
    }
    at = kept.nextSibling;
    become(kept, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Whether one can become the other. What something else holds on to is what it is. */
function alike(before: ChildNode, now: Node): boolean {
  if (before.nodeName !== now.nodeName) return false;
  if (!(before instanceof Element) || !(now instanceof Element)) return true;
  return before.getAttribute('class') === now.getAttribute('class') && !isHeld(before) && !isHeld(now);
}

function become(before: ChildNode, now: Node): void {
  if (!(before instanceof Element) || !(now instanceof Element)) {
    if (before.nodeValue !== now.nodeValue) before.nodeValue = now.nodeValue;
    return;
  }
  for (const name of before.getAttributeNames()) if (!now.hasAttribute(name)) before.removeAttribute(name);
  for (const { name, value } of now.attributes)
    if (before.getAttribute(name) !== value) before.setAttribute(name, value);
  morph(before, [...now.childNodes]);
}
