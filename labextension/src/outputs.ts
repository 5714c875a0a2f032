/** Our graphs among a notebook's outputs: what stands there, and the metadata that belong to it. */
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';

export const MIME = 'application/vnd.autograd-nb.graph.v1+json';

/**
 * What stands in an output's metadata for us: all that is volatile, such as ids of models and cells. The kernel says
 * the id of the output's own cell once: the model's is made of it, and that cell is '' among those that made something.
 */
export function ours(metadata: unknown): Record<string, unknown> {
  const found = (metadata as Record<string, unknown> | null | undefined)?.[MIME];
  if (typeof found !== 'object' || found === null) return {};
  const { output, ...said } = found as Record<string, unknown>;
  const { cell_id: own } = said;
  if (typeof own !== 'string') return said;
  const whole = typeof output === 'number' ? { ...said, model_id: `${own}-${output}` } : { ...said };
  for (const key of ['cells', 'changes', 'unseen']) {
    const cells = said[key];
    if (typeof cells !== 'object' || cells === null || !('' in cells)) continue;
    const { '': mine, ...others } = cells as Record<string, unknown>;
    Object.assign(whole, { [key]: { [own]: mine, ...others } });
  }
  return whole;
}

/** The id of the model that may come to keep an output alive. */
export function modelId(metadata: unknown): string | null {
  const id = ours(metadata).model_id;
  return typeof id === 'string' ? id : null;
}

/** Number of the update that an output shows; 0 for none. */
export function revisionOf(metadata: unknown): number {
  const { revision } = ours(metadata);
  return typeof revision === 'number' ? revision : 0;
}

/** Whatever the document is, PyTorch's line is there to be read. */
export function withText(graph: unknown, plain: string): unknown {
  if (typeof graph !== 'object' || graph === null || Array.isArray(graph)) return { text: plain };
  return typeof (graph as { text?: unknown }).text === 'string' ? graph : { ...graph, text: plain };
}

type Outputs = ICodeCellModel['outputs'];

export interface GraphOutput {
  readonly cell: number;
  readonly outputs: Outputs;
  readonly index: number;
  readonly output: ReturnType<Outputs['get']>;
}

/** All outputs that hold a graph, in the order of the notebook. */
export function* graphsIn(model: INotebookModel | null): Generator<GraphOutput> {
  let at = -1;
  for (const cell of model?.cells ?? []) {
    at += 1;
    if (cell.type !== 'code') continue;
    const { outputs } = cell as ICodeCellModel;
    for (let index = 0; index < outputs.length; index++) {
      const output = outputs.get(index);
      if (output.data[MIME] !== undefined) yield { cell: at, outputs, index, output };
    }
  }
}
