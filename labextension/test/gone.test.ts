import type { NotebookPanel } from '@jupyterlab/notebook';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeIfGone } from '../src/gone';
import { announce, type LiveModel, withdraw } from '../src/live';
import { MIME } from '../src/outputs';

const end = vi.fn();
const model: LiveModel = {
  model_id: 'cell-1',
  kernelId: 'kernel',
  document: {},
  note: '',
  html: '',
  end,
};
const outputs: { data: object; metadata: object }[] = [];
const panel = {
  isDisposed: false,
  content: {
    model: {
      cells: [
        {
          type: 'code',
          executionState: 'idle',
          outputs: { length: 0, get: (index: number) => outputs[index] },
        },
      ],
    },
  },
  sessionContext: { session: { kernel: { id: 'kernel' } } },
};

function shown(...ids: string[]): void {
  outputs.splice(0);
  for (const id of ids) outputs.push({ data: { [MIME]: {} }, metadata: { [MIME]: { model_id: id } } });
  const [cell] = panel.content.model.cells;
  if (cell) cell.outputs.length = outputs.length;
}

beforeEach(() => {
  vi.useFakeTimers();
  end.mockClear();
  panel.isDisposed = false;
  announce(model);
});

afterEach(() => {
  withdraw(model);
  vi.useRealTimers();
});

function gone(): void {
  closeIfGone(panel as unknown as NotebookPanel, 'cell-1');
  vi.runAllTimers();
}

it('ends the model of an output that stands nowhere any more', () => {
  shown('another-1');
  gone();
  expect(end).toHaveBeenCalledOnce();
});

it('leaves alone what has only been moved, or is shown elsewhere', () => {
  shown('another-1', 'cell-1');
  gone();
  expect(end).not.toHaveBeenCalled();
});

it('leaves a notebook that is closed as it is: its kernel may go on', () => {
  shown();
  panel.isDisposed = true;
  gone();
  expect(end).not.toHaveBeenCalled();
});

it('leaves the models of other kernels', () => {
  shown();
  panel.sessionContext.session.kernel.id = 'other';
  gone();
  panel.sessionContext.session.kernel.id = 'kernel';
  expect(end).not.toHaveBeenCalled();
});

it('waits while a cell runs: one that runs again has cleared its output', () => {
  const [cell] = panel.content.model.cells;
  if (!cell) throw new Error('no cell');
  shown();
  cell.executionState = 'running';
  closeIfGone(panel as unknown as NotebookPanel, 'cell-1');
  vi.advanceTimersByTime(60_000);
  expect(end).not.toHaveBeenCalled();
  cell.executionState = 'idle';
  vi.runAllTimers();
  expect(end).toHaveBeenCalledOnce();
});
