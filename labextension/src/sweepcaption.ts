/** One sentence per step of a forward and a reverse sweep. */

import { actor, actorOf, arrivals, grouped, listed, type Part, phrase, stop, visited } from './caption';
import { moved } from './chain';
import type { GraphDoc, Step, SweepStep } from './document';
import { derivativeOf, startOf } from './sweeps';
import { brief, carries, inputsOf, labelOf, nameOf } from './text';
import type { Moment, Timeline } from './timeline';
import { trans } from './translation';

/** The sentence of a moment of a document that shows its sweeps. */
export function sweepCaption(timeline: Timeline, moment: Moment): Part[] {
  const { document } = timeline;
  const item = moment.happenings[0];
  if (!item) {
    return [
      trans.__(
        'Two ways through the same graph. Press play: a tangent runs forward beside the values, then a gradient runs back.',
      ),
    ];
  }
  const group = moment.frame?.group ?? null;
  if (item.kind === 'tangent') {
    const last = moment.happenings[moment.happenings.length - 1];
    if (group !== null && last?.kind === 'tangent') {
      return phrase(
        trans.__('The loop %1, turn by turn: in the end it moves by %2%3'),
        { strong: nameOf(document.byId.get(group)) },
        { tangent: brief(last.step.value, 30) },
        stop(last.step.value),
      );
    }
    return pushed(document, item.step, moment);
  }
  if (item.kind !== 'step') return [];
  if (group !== null) return grouped(document, moment, moment.happenings);
  return item.step.kind === 'accumulate'
    ? arrived(document, item.step)
    : visited(document, item.walk, item.step);
}

/** What moves in a step of the forward sweep, and by which products. */
function pushed(document: GraphDoc, step: SweepStep, moment: Moment): Part[] {
  const node = document.byId.get(step.node);
  const value: Part = { tangent: brief(step.value, 28) };
  if (step.parts.length === 0) {
    return phrase(
      trans.__('The forward sweep moves %1 along the tangent %2. Everything computed from it moves with it.'),
      { strong: nameOf(node) },
      value,
    );
  }
  if (step.results.length > 0) {
    const each = step.results.flatMap((tangent, i): Part[][] =>
      tangent
        ? [
            phrase(
              trans.__('%1 for %2'),
              { tangent: brief(tangent, 28) },
              { code: node?.results[i]?.name ?? '' },
            ),
          ]
        : [],
    );
    return phrase(trans.__('%1 moves each of its results: %2.'), actorOf(node), listed(each));
  }
  const open = inputsOf(document, step.node).filter(({ edge }) => carries(document, edge));
  const parts = step.parts.slice(0, 3).map((part): Part[] => {
    const at = open.findIndex((input) => input.at === part.edge);
    const input = open[at]?.edge;
    const local = node?.local[open.length === node.local.length ? at : (input?.input ?? at)] ?? '';
    const tangent = brief(moment.nodes.get(input?.from ?? -1)?.tangent ?? null, 16);
    const product =
      (node && local.length <= 24 && moved(document, node, part.edge, local, tangent)) ||
      trans.__('its share');
    return phrase(trans._p('tangent', '%1 = %2'), { code: product }, { tangent: brief(part.value, 26) });
  });
  const more =
    step.parts.length > 3
      ? phrase(trans.__('%1, and %2 more'), listed(parts), `${step.parts.length - 3}`)
      : listed(parts);
  const sentence =
    step.parts.length === 1
      ? phrase(
          trans.__('%1 moves by local derivative × tangent: %2%3'),
          actorOf(node),
          more,
          stop(step.value),
        )
      : phrase(trans.__('%1 moves by the sum of %2: %3%4'), actorOf(node), more, value, stop(step.value));
  if (step.node !== document.root) return sentence;
  const what: Part = { code: `∂${labelOf(node)}/∂${startOf(document)}` };
  return [...sentence, ' ', ...phrase(trans.__('That is %1.'), what)];
}

/** A leaf at the end of the reverse sweep. */
function arrived(document: GraphDoc, step: Step): Part[] {
  const node = document.byId.get(step.node);
  const values = arrivals(document, 0, step.node);
  const whole: Part = { grad: brief(step.upstream, 28) };
  const sum = values.flatMap((value, i): Part[] => (i ? [' + ', { grad: value }] : [{ grad: value }]));
  const received = values.length > 1 && values.length <= 3 ? [...sum, ' = ', whole] : [whole];
  return phrase(
    trans.__('%1 received %2: that is %3, every number of it from this one sweep.'),
    actor(node),
    received,
    { code: node ? (derivativeOf(document, node) ?? '') : '' },
  );
}
