/** The keys of a focused view. */

import type { GraphView } from './graphview';
import type { View } from './view';

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
/** A slider, a long tensor: the arrows are their own keys. */
const SCROLLS = ['INPUT', 'CODE'];

export interface KeyTarget {
  /** Steps forward (1) or back (-1). */
  move(by: number): void;
  /** Plays, or pauses. */
  toggle(): void;
  /** Closes the inspector; false where none is open. */
  close(): boolean;
  /** Inspects the node that the keyboard stands on; false where there is none. */
  inspect(): boolean;
  /** Goes to the neighbour in the direction of an arrow; false where there is no node. */
  walk(arrow: string): boolean;
}

/** Whether Alt only spells a letter: where "[" is typed by AltGr, which Windows calls Ctrl and Alt, or by Option. */
function spelt(event: KeyboardEvent): boolean {
  const level = event.ctrlKey ? event.altKey : !event.altKey || /Mac/.test(navigator.platform);
  return (event.key === '[' || event.key === ']') && !event.metaKey && level;
}

/** Does what a key stands for, and keeps it from the page. Keys with Ctrl, Alt or Meta are the page's. */
export function handleKey(event: KeyboardEvent, target: KeyTarget): void {
  if ((event.ctrlKey || event.metaKey || event.altKey) && !spelt(event)) return;
  const tag = (event.target as HTMLElement).tagName;
  if (SCROLLS.includes(tag) && ARROWS.includes(event.key)) {
    event.stopPropagation(); // JupyterLab would go to the next cell
    return;
  }
  if (!act(event.key, tag, target)) return;
  event.preventDefault();
  event.stopPropagation();
}

function act(key: string, tag: string, target: KeyTarget): boolean {
  if (key === '[' || key === ']') {
    target.move(key === ']' ? 1 : -1);
    return true;
  }
  if (key === 'p') {
    target.toggle();
    return true;
  }
  if (key === 'Escape') return target.close();
  const button = tag === 'BUTTON' || tag === 'SUMMARY';
  if (key === 'Enter' || key === ' ') return !SCROLLS.includes(tag) && !button && target.inspect();
  return ARROWS.includes(key) && target.walk(key);
}

/** What the keys do to a view and its drawing; `choose` is what a click on a node does. */
export function keysOf(view: View, graph: GraphView, choose: (node: number) => void): KeyTarget {
  return {
    move: (by) => view.move(by),
    toggle: () => (view.playing ? view.pause() : view.play()),
    close: () => {
      if (view.state.selected === null) return false;
      view.select(null);
      return true;
    },
    inspect: () => {
      const at = graph.current;
      if (at !== null) choose(at);
      return at !== null;
    },
    walk: (arrow) => {
      const next = graph.walk(arrow);
      if (next !== null && view.state.selected !== null) view.select(next);
      return graph.current !== null;
    },
  };
}
