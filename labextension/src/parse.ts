/**
 * The parser that checks a document before anything is drawn.
 *
 * `parse` never throws: a document that cannot be drawn gives one sentence that says why, and PyTorch's text where
 * there is one. Fields that are not known are ignored.
 */

import {
  type Fields,
  fail,
  fields,
  flag,
  index,
  list,
  MAX_NODES,
  MAX_TEXT,
  Malformed,
  one,
  optionalIndex,
  optionalText,
  optionalWhole,
  preview,
  sentence,
  text,
  whole,
} from './check';
import type { Backward, Change, GraphDoc, GraphNode, Jacobian, Layout, Quiz, Source, Step } from './document';
import { numberOf } from './numbers';
import { layout } from './parselayout';
import { sweeps } from './parsesweeps';
import { trans } from './translation';
import { completed } from './wire';

const VERSION = 1;
/** More drawn nodes than this keep a page busy for seconds: such a document is shown as text. */
export const MAX_DRAWN = 2000;
const MAX_STEPS = 200_000;

export type Parsed = { ok: true; document: GraphDoc } | { ok: false; message: string; text: string };

function source(value: unknown, where: string): Source | null {
  if (value === undefined || value === null) return null;
  const from = fields(value, where);
  const line = text(from.line, `${where}.line`);
  // Where nothing is said of them it is the whole line; null is what nobody knows.
  const start = from.start === undefined ? 0 : optionalWhole(from.start, `${where}.start`);
  const end = from.end === undefined ? line.length : optionalWhole(from.end, `${where}.end`);
  const inside = start !== null && end !== null && start >= 0 && start <= end && end <= line.length;
  return {
    line,
    expression:
      from.expression === undefined && inside
        ? line.slice(start, end)
        : optionalText(from.expression, `${where}.expression`),
    start: inside ? start : 0,
    end: inside ? end : 0,
    lineno: optionalWhole(from.lineno, `${where}.lineno`),
    iteration: optionalWhole(from.iteration, `${where}.iteration`),
  };
}

function quiz(value: unknown): Quiz | null {
  if (value === undefined || value === null) return null;
  const from = fields(value, 'quiz');
  return {
    of: whole(from.of, 'quiz.of'),
    name: text(from.name, 'quiz.name'),
    question: sentence(from.question, 'quiz.question'),
    hint: sentence(from.hint, 'quiz.hint'),
    size: whole(from.size, 'quiz.size'),
    cases: list(from.cases, 'quiz.cases', 2000).map((entry, i) => {
      const at = `quiz.cases[${i}]`;
      const known = fields(entry, at);
      const ids = (ids: unknown): number[] => list(ids ?? [], at).map((id) => whole(id, at));
      return {
        numbers: list(known.numbers, at).map((number) => numberOf(text(number, at))),
        right: known.right === true,
        says: sentence(known.says, at),
        nodes: ids(known.nodes),
        edges: ids(known.edges),
      };
    }),
  };
}

function jacobian(value: unknown, where: string): Jacobian | null {
  if (value === undefined || value === null) return null;
  const from = fields(value, where);
  const tables = list(from.tables, `${where}.tables`, 64).map((entry, i) => {
    const table = fields(entry, `${where}.tables[${i}]`);
    const at = `${where}.tables[${i}].value`;
    return { node: whole(table.node, at), value: preview(table.value, at) ?? { text: '' } };
  });
  return { tables, missing: sentence(from.missing, `${where}.missing`) };
}

/** Sentences without values once stood in documents as they are; translations know them all the same. */
const explained = (told: unknown): unknown => (typeof told === 'string' && !/%\d/.test(told) ? [told] : told);

function later(value: unknown, where: string): GraphNode['later'] {
  if (value === undefined || value === null) return null;
  const from = fields(value, where);
  return {
    value: preview(from.value, `${where}.value`) ?? { text: '' },
    by: optionalText(from.by, `${where}.by`),
    source: source(from.source, `${where}.source`),
  };
}

function madeBy(value: unknown, where: string): GraphNode['madeBy'] {
  if (value === undefined || value === null) return null;
  const from = fields(value, where);
  return {
    walk: whole(from.walk, `${where}.walk`),
    call: optionalText(from.call, `${where}.call`),
    node: optionalWhole(from.node, `${where}.node`),
    op: optionalText(from.op, `${where}.op`),
    label: optionalText(from.label, `${where}.label`),
  };
}

function decision(value: unknown, where: string): { text: string; outcome: boolean } {
  const from = fields(value, where);
  return { text: text(from.text, `${where}.text`), outcome: flag(from.outcome, `${where}.outcome`) };
}

function node(value: unknown, where: string): GraphNode {
  const from = fields(value, where);
  const kind = one(from.kind, ['leaf', 'constant', 'op', 'group'] as const, `${where}.kind`);
  const group = kind === 'group';
  return {
    id: whole(from.id, `${where}.id`),
    kind,
    name: optionalText(from.name, `${where}.name`),
    op: optionalText(from.op, `${where}.op`),
    symbol: optionalText(from.symbol, `${where}.symbol`),
    formula: sentence(from.formula, `${where}.formula`),
    local: list(from.local ?? [], `${where}.local`, 10_000).map((entry) => sentence(entry, `${where}.local`)),
    shape: list(from.shape ?? [], `${where}.shape`, 64).map((entry) => whole(entry, `${where}.shape`)),
    dtype: from.dtype === undefined && !group ? 'torch.float32' : optionalText(from.dtype, `${where}.dtype`),
    value: preview(from.value, `${where}.value`),
    later: later(from.later, `${where}.later`),
    grad: preview(from.grad, `${where}.grad`),
    requiresGrad:
      from.requires_grad === undefined ? !group : flag(from.requires_grad, `${where}.requires_grad`),
    isLeaf: flag(from.is_leaf, `${where}.is_leaf`),
    retainsGrad: flag(from.retains_grad, `${where}.retains_grad`),
    late: flag(from.late, `${where}.late`),
    version: optionalWhole(from.version, `${where}.version`) ?? 0,
    saved: list(from.saved ?? [], `${where}.saved`, 10_000).map((entry, i) => {
      const saved = fields(entry, `${where}.saved[${i}]`);
      return {
        name: optionalText(saved.name, `${where}.saved[${i}].name`),
        label: sentence(saved.label, `${where}.saved[${i}].label`),
        version:
          saved.version === null ? null : (optionalWhole(saved.version, `${where}.saved[${i}].version`) ?? 0),
        state: one(
          saved.state ?? 'freed',
          ['kept', 'freed', 'overwritten'] as const,
          `${where}.saved[${i}].state`,
        ),
        now: optionalWhole(saved.now, `${where}.saved[${i}].now`) ?? 0,
        by: optionalText(saved.by, `${where}.saved[${i}].by`),
        source: source(saved.source, `${where}.saved[${i}].source`),
      };
    }),
    jacobian: jacobian(from.jacobian, `${where}.jacobian`),
    madeBy: madeBy(from.made_by, `${where}.made_by`),
    results: list(from.results ?? [], `${where}.results`, 10_000).map((entry, i) => {
      const at = `${where}.results[${i}]`;
      const result = fields(entry, at);
      return { name: optionalText(result.name, `${at}.name`), value: preview(result.value, `${at}.value`) };
    }),
    gone: flag(from.gone, `${where}.gone`),
    source: source(from.source, `${where}.source`),
    branches: list(from.branches ?? [], `${where}.branches`, 64).map((entry, i) =>
      decision(entry, `${where}.branches[${i}]`),
    ),
    under: from.under === undefined ? null : decision(from.under, `${where}.under`),
    members: group
      ? list(from.members, `${where}.members`).map((entry) => whole(entry, `${where}.members`))
      : [],
    count: optionalWhole(from.count, `${where}.count`) ?? 0,
    per: optionalWhole(from.per, `${where}.per`) ?? 1,
  };
}

function step(value: unknown, where: string, at: number, doc: { edges: number; changes: number }): Step {
  const from = fields(value, where);
  return {
    kind: one(from.kind ?? 'visit', ['visit', 'accumulate', 'capture'] as const, `${where}.kind`),
    node: whole(from.node, `${where}.node`),
    order: optionalWhole(from.order, `${where}.order`) ?? at + 1,
    upstream: preview(from.upstream, `${where}.upstream`),
    arrived: preview(from.arrived, `${where}.arrived`),
    results: list(from.results ?? [], `${where}.results`, 10_000).map((entry) =>
      preview(entry, `${where}.results`),
    ),
    sends: list(from.sends ?? [], `${where}.sends`).map((entry, i) => {
      const send = fields(entry, `${where}.sends[${i}]`);
      return {
        edge: index(send.edge, doc.edges, `${where}.sends[${i}].edge`),
        value: preview(send.value, `${where}.sends[${i}].value`),
        computed: preview(send.computed, `${where}.sends[${i}].computed`),
      };
    }),
    change: optionalIndex(from.change, doc.changes, `${where}.change`),
  };
}

function check(raw: Fields): GraphDoc {
  const nodes = list(raw.nodes, 'nodes').map((entry, i) => node(entry, `nodes[${i}]`));
  const byId = new Map(nodes.map((entry) => [entry.id, entry]));
  if (byId.size !== nodes.length) fail('nodes', trans.__('%1 use an id twice'));
  const need = (id: number, where: string): number => {
    if (!byId.has(id)) fail(where, trans.__('%1 names node %2, which does not exist', '%1', id));
    return id;
  };
  const optional = (id: number | null, where: string): number | null =>
    id === null ? null : need(id, where);
  for (const entry of nodes) for (const member of entry.members) need(member, `group ${entry.id}`);
  const edges = list(raw.edges, 'edges', 4 * MAX_NODES).map((entry, i) => {
    const at = `edges[${i}]`;
    const from = fields(entry, at);
    return {
      from: need(whole(from.from, `${at}.from`), at),
      to: need(whole(from.to, `${at}.to`), at),
      input: optionalWhole(from.input, `${at}.input`) ?? 0,
      cut: from.cut === undefined || from.cut === null ? null : text(from.cut, `${at}.cut`),
      source: source(from.source, `${at}.source`),
      result: optionalWhole(from.result, `${at}.result`) ?? 0,
    };
  });
  const rawBackwards = list(raw.backwards, 'backwards');
  const changes = list(raw.changes, 'changes').map((entry, i): Change => {
    const at = `changes[${i}]`;
    const from = fields(entry, at);
    return {
      node: need(whole(from.node, `${at}.node`), at),
      change: one(from.change, ['fill', 'add', 'zero', 'none', 'assign', 'inplace'] as const, `${at}.change`),
      grad: preview(from.grad, `${at}.grad`),
      by: optionalText(from.by, `${at}.by`),
      backward: optionalIndex(from.backward, rawBackwards.length, `${at}.backward`),
      source: source(from.source, `${at}.source`),
    };
  });
  const sizes = { edges: edges.length, changes: changes.length };
  let steps = 0;
  const backwards = rawBackwards.map((entry, i): Backward => {
    const at = `backwards[${i}]`;
    const from = fields(entry, at);
    const error = from.error === undefined || from.error === null ? null : fields(from.error, `${at}.error`);
    const rawSteps = list(from.steps, `${at}.steps`, MAX_STEPS);
    steps += rawSteps.length;
    if (steps > MAX_STEPS) fail('backwards', trans.__('%1 have more than %2 steps', '%1', MAX_STEPS));
    return {
      call: optionalText(from.call, `${at}.call`),
      kind: one(from.kind ?? 'backward', ['backward', 'grad'] as const, `${at}.kind`),
      source: source(from.source, `${at}.source`),
      at: index(from.at, changes.length + 1, `${at}.at`),
      seed: preview(from.seed, `${at}.seed`),
      root: optional(optionalWhole(from.root, `${at}.root`), `${at}.root`),
      steps: rawSteps.map((item, j) => {
        const result = step(item, `${at}.steps[${j}]`, j, sizes);
        need(result.node, `${at}.steps[${j}]`);
        return result;
      }),
      zeroings: list(from.zeroings ?? [], `${at}.zeroings`).map((item) =>
        index(item, changes.length, `${at}.zeroings`),
      ),
      error: error && {
        type: optionalText(error.type, `${at}.error.type`) || 'Error',
        text: optionalText(error.text, `${at}.error.text`),
        node: optional(optionalWhole(error.node, `${at}.error.node`), `${at}.error.node`),
      },
    };
  });
  const opened = (value: unknown, where: string): Layout | null =>
    value === undefined || value === null
      ? null
      : layout(fields(value, where).layout, `${where}.layout`, byId, edges);
  const down = raw.down === undefined || raw.down === null ? null : fields(raw.down, 'down');
  const problem = raw.problem === undefined || raw.problem === null ? null : fields(raw.problem, 'problem');
  return {
    text: text(raw.text, 'text'),
    root: need(whole(raw.root, 'root'), 'root'),
    nodes,
    byId,
    edges,
    changes,
    backwards,
    layout: layout(raw.layout, 'layout', byId, edges),
    unfolded: opened(raw.unfolded, 'unfolded'),
    down: down && {
      layout: layout(down.layout, 'down.layout', byId, edges),
      unfolded: opened(down.unfolded, 'down.unfolded'),
    },
    folded: optionalWhole(raw.folded, 'folded') ?? 0,
    omitted: optionalWhole(raw.omitted, 'omitted') ?? 0,
    problem: problem && {
      type: optionalText(problem.type, 'problem.type') || 'Error',
      text: optionalText(problem.text, 'problem.text'),
      explanation: sentence(explained(problem.explanation), 'problem.explanation'),
      node: optional(optionalWhole(problem.node, 'problem.node'), 'problem.node'),
      edges: [],
    },
    quiz: quiz(raw.quiz),
    layers: sentence(raw.layers, 'layers'),
    unseen: list(raw.unseen ?? [], 'unseen').map((entry, i) => {
      const at = `unseen[${i}]`;
      const from = fields(entry, at);
      return {
        node: need(whole(from.node, `${at}.node`), at),
        says: sentence(from.says, `${at}.says`),
        source: source(from.source, `${at}.source`),
      };
    }),
    sweeps: sweeps(raw.sweeps, byId, edges.length),
    pushed: null,
  };
}

/** The checked document, or one sentence saying why it cannot be drawn. Never throws. */
export function parse(raw: unknown): Parsed {
  let line = '';
  try {
    const from = fields(raw, trans.__('the document'));
    if (typeof from.text === 'string') line = from.text.slice(0, MAX_TEXT);
    if (from.version !== VERSION) {
      const found =
        typeof from.version === 'number' || typeof from.version === 'string'
          ? from.version
          : trans._p('version', 'none');
      return {
        ok: false,
        message: trans.__(
          'This picture cannot be drawn: its format version is %1, this view reads version %2.',
          found,
          VERSION,
        ),
        text: line,
      };
    }
    const document = check(completed(from));
    const drawn = document.layout.nodes.length + document.layout.refs.length;
    if (drawn > MAX_DRAWN) {
      return {
        ok: false,
        message: trans.__(
          'This graph is not drawn: %1 nodes are more than the %2 that a page can show.',
          drawn,
          MAX_DRAWN,
        ),
        text: line,
      };
    }
    if (document.unfolded && document.unfolded.nodes.length > MAX_DRAWN) document.unfolded = null;
    return { ok: true, document };
  } catch (error) {
    const why = error instanceof Malformed ? error.message : trans.__('it could not be read');
    return { ok: false, message: trans.__('This picture cannot be drawn: %1.', why), text: line };
  }
}
