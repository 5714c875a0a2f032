/* What stands in a frame for outputs: ipywidgets' own manager for pages, with the kernel behind the page around it. */

const { HTMLManager } = await new Promise((go, stop) => requirejs(['@jupyter-widgets/html-manager'], (m) => go(m), stop));
const { host } = window.setup;
const say = (message) => parent.postMessage(message, '*');
const comms = new Map();
const asked = new Map();

class Comm {
  constructor(id) {
    this.comm_id = id;
    this.target_name = 'jupyter.widget';
    this.callbacks = new Map();
    this.early = []; // said before the model is there, whose class has to be loaded first
    this.hear = (message) => this.early.push(message);
    comms.set(id, this);
  }
  open() {
    throw new Error('opened by the kernel alone');
  }
  send(data, callbacks) {
    const id = crypto.randomUUID();
    if (callbacks) this.callbacks.set(id, callbacks);
    say({ type: 'send', id, content: { comm_id: this.comm_id, data } });
    return id;
  }
  close() {}
  on_msg(hear) {
    this.hear = hear;
    for (const message of this.early) hear(message);
  }
  on_close(hear) {
    this.ended = hear;
  }
}

class Manager extends HTMLManager {
  constructor() {
    super({ loader: (name) => new Promise((go, stop) => requirejs([name], go, stop)) });
  }
  /** Of every model that the kernel opens (VS Code), or only of those that are shown here (Colab). */
  make(id, { _model_name, _model_module, _model_module_version, ...rest }) {
    const names = { model_name: _model_name, model_module: _model_module, model_module_version: _model_module_version };
    const state = { _model_name, _model_module, _model_module_version, ...rest };
    return this.new_model({ ...names, model_id: id, comm: new Comm(id) }, state);
  }
  async get_model(id) {
    if (this.has_model(id)) return super.get_model(id);
    if (!asked.has(id)) {
      const answer = new Promise((go) => asked.set(id, { go }));
      say({ type: 'ask', id });
      asked.get(id).model = answer.then((state) => this.make(id, state));
    }
    return asked.get(id).model;
  }
}

const manager = new Manager();
const place = document.getElementById('container');
const WIDGET = 'application/vnd.jupyter.widget-view+json';

const HANDLERS = {
  comm_open: ({ content: { comm_id, target_name, data } }) => {
    if (host === 'vscode' && target_name === 'jupyter.widget') manager.make(comm_id, data.state);
  },
  comm_msg: ({ content }) => comms.get(content.comm_id)?.hear({ content }),
  comm_close: ({ content }) => comms.get(content.comm_id)?.ended?.({ content }),
  idle: ({ of }) => {
    for (const comm of comms.values()) {
      comm.callbacks.get(of)?.iopub?.status?.({ content: { execution_state: 'idle' } });
      comm.callbacks.delete(of);
    }
  },
  state: ({ id, state }) => asked.get(id).go(state),
  output: ({ data }) => window.output(data),
  theme: ({ theme }) => window.shade(theme),
};

window.output = async (data) => {
  const output = document.createElement('div');
  output.className = 'output';
  place.append(output);
  if (!(WIDGET in data)) {
    if (data['text/html']) output.innerHTML = data['text/html'];
    else output.append(Object.assign(document.createElement('pre'), { textContent: data['text/plain'] }));
    return;
  }
  const inner = document.createElement('div');
  inner.className = 'cell-output-ipywidget-background';
  output.append(inner);
  const model = await manager.get_model(data[WIDGET].model_id);
  await manager.display_view(manager.create_view(model), inner);
  if (host === 'vscode') setTimeout(() => window.reachable(inner), 500);
};

addEventListener('message', ({ data }) => HANDLERS[data.type]?.(data));
new ResizeObserver(() => say({ type: 'height', height: document.documentElement.offsetHeight })).observe(place);
say({ type: 'ready' });
