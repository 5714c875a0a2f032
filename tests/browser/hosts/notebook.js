/* The notebook around the frames that outputs are shown in: it alone speaks with the kernel, as the extension host of
 * VS Code and the page of Colab do. `shared`: one frame for all outputs (VS Code), or one each (Colab). */

const { socket: address, frame: source, shared } = window.setup;
const session = crypto.randomUUID();
const socket = new WebSocket(address);
const opened = new Promise((go, stop) => Object.assign(socket, { onopen: go, onerror: stop }));
const models = new Map(); // comm_id -> its whole state, which a frame that comes later asks for
const waiting = new Map(); // msg_id -> what is to be called when the kernel has done it
const displayed = new Map(); // msg_id of a cell -> where its outputs go
const frames = [];

function send(channel, type, content, id = crypto.randomUUID()) {
  const date = new Date().toISOString();
  const header = { msg_id: id, msg_type: type, session, username: '', version: '5.3', date };
  socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel, buffers: [] }));
  return id;
}

function newFrame() {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts allow-same-origin allow-forms allow-pointer-lock allow-downloads';
  frame.src = source;
  frame.ready = new Promise((go) => {
    frame.isReady = go;
  });
  frames.push(frame);
  return frame;
}

const tell = (frame, message) => frame.ready.then(() => frame.contentWindow.postMessage(message, '*'));

const HANDLERS = {
  comm_open: ({ comm_id, target_name, data }) => {
    if (target_name === 'jupyter.widget') models.set(comm_id, { ...data.state });
  },
  comm_msg: ({ comm_id, data }) => Object.assign(models.get(comm_id) ?? {}, data.state),
  comm_close: ({ comm_id }) => models.delete(comm_id),
};

socket.onmessage = async ({ data }) => {
  const { header, parent_header: parent, content } = JSON.parse(data);
  const type = header.msg_type;
  if (type in HANDLERS) {
    HANDLERS[type](content);
    for (const frame of frames) tell(frame, { type, content });
  } else if (type === 'status' && content.execution_state === 'idle') {
    for (const frame of frames) tell(frame, { type: 'idle', of: parent.msg_id });
    waiting.get(parent.msg_id)?.();
  } else if (type === 'error' || type === 'stream') {
    const said = content.text ?? content.traceback.join('\n');
    displayed.get(parent.msg_id)?.append(Object.assign(document.createElement('pre'), { textContent: said }));
  } else if (type === 'display_data' || type === 'execute_result') {
    const cell = displayed.get(parent.msg_id);
    const frame = shared ? frames[0] : newFrame();
    if (!shared) cell.append(frame);
    tell(frame, { type: 'output', data: content.data });
  }
};

addEventListener('message', ({ source, data }) => {
  const frame = frames.find((each) => each.contentWindow === source);
  if (data.type === 'ready') frame.isReady();
  if (data.type === 'height') frame.style.height = `${data.height}px`;
  if (data.type === 'send') send('shell', 'comm_msg', data.content, data.id);
  if (data.type === 'ask') tell(frame, { type: 'state', id: data.id, state: models.get(data.id) ?? null });
});

/** Runs a cell; the promise ends with it. */
window.run = async (code) => {
  await opened;
  const cell = document.createElement('section');
  cell.append(Object.assign(document.createElement('pre'), { textContent: code, className: 'code' }));
  document.body.append(cell);
  if (shared && !frames.length) document.body.append(newFrame());
  const id = crypto.randomUUID();
  displayed.set(id, cell);
  const done = new Promise((go) => waiting.set(id, go));
  send('shell', 'execute_request', { code, silent: false, store_history: true, allow_stdin: false }, id);
  await done;
};

window.theme = (theme) => Promise.all(frames.map((frame) => tell(frame, { type: 'theme', theme })));
