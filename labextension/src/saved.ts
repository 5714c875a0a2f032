/** What an operation keeps for its backward, in words. Pure. */

import type { GraphNode } from './document';
import { clip } from './text';
import type { Moment, Timeline } from './timeline';
import { trans } from './translation';

/** The names of what was saved, those of the same state together, and that state. */
export function savedRows(timeline: Timeline, node: GraphNode, moment: Moment): [string, string][] {
  const freed = moment.nodes.get(node.id)?.freed === true;
  const groups = new Map<string, string[]>();
  for (const item of node.saved.slice(0, 12)) {
    const later = item.state === 'freed' && !freed && timeline.lastVisit.has(node.id);
    const end = {
      kept: trans.__('kept'),
      freed: later ? trans.__('kept until its visit') : trans.__('freed by the walk'),
      overwritten: item.by
        ? trans.__('overwritten by %1: now version %2', clip(item.by, 60), item.now)
        : trans.__('overwritten since'),
    };
    const words =
      item.version === null ? end[item.state] : trans.__('version %1, %2', item.version, end[item.state]);
    groups.set(` ${words}`, [...(groups.get(` ${words}`) ?? []), clip(item.label || item.name, 40)]);
  }
  return [...groups].map(([words, labels]) => [labels.join(', '), words]);
}
