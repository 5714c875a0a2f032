"""What the driver of notebooks asks a page: JavaScript, where a JupyterLab or Notebook shows one."""

READY = """async path => {
  for (const end = Date.now() + 60000; Date.now() < end; await new Promise(go => setTimeout(go, 30))) {
    const panel = window.jupyterapp?.shell?.currentWidget;
    if (panel?.context?.path !== path) continue;
    await panel.context.ready;
    await panel.context.sessionContext.ready;
    const kernel = panel.context.sessionContext.session?.kernel;
    if (kernel) { await kernel.info; return; }
  }
  throw new Error('no kernel for ' + path);
}"""

# Another notebook in the JupyterLab that a page shows already; tells whether there is one. Nothing is saved or asked.
# One that a test has reloaded may still be about to open its notebook again, beside this one: it is loaded anew.
OPEN_IN_PLACE = """async ([path, address]) => {
  if (!window.openedBefore || window.jupyterapp?.name !== 'JupyterLab' || location.origin !== address) return false;
  for (const widget of [...jupyterapp.shell.widgets('main')]) {
    if (widget.context) widget.context.model.dirty = false;
    widget.close();
  }
  await jupyterapp.commands.execute('docmanager:open', { path });
  return true;
}"""

OPENED = "() => { window.openedBefore = true; }"

# What a test may leave behind for the next: themes, panels, dialogs, sizes and preferences.
LOOKS = """() => [
  window.jupyterapp?.name,
  innerWidth,
  innerHeight,
  document.querySelector('#jp-main-dock-panel')?.clientWidth,
  document.body.dataset.jpThemeName,
  document.querySelectorAll('.jp-Dialog').length,
  ...['prefers-reduced-motion: reduce', 'prefers-color-scheme: dark', 'forced-colors: active'].map(
    wish => matchMedia(`(${wish})`).matches,
  ),
]"""

# A kernel that restarts is idle before, and what is sent to it meanwhile is lost: it has to answer afterwards.
RESTARTED = """async () => {
  await window.restarted;
  const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
  const pause = go => setTimeout(() => go(false), 2000);
  for (let i = 0; i < 30; i++) {
    const asked = kernel.requestKernelInfo().then(() => true, () => false);
    if ((await Promise.race([asked, new Promise(pause)])) && kernel.status === 'idle') return;
  }
  throw new Error('the kernel did not come back');
}"""

# Runs one cell and waits until the kernel is idle again. Returns how many milliseconds later (or, negative,
# earlier) than the kernel's answer the first node of the cell's graph stood on the screen; null without one.
RUN_CELL = """async index => {
  const panel = jupyterapp.shell.currentWidget;
  const notebook = panel.content;
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  await notebook.scrollToItem(index);
  const cell = notebook.widgets[index];
  let painted = null, answered = null;
  const look = () => {
    if (painted !== null || !cell.node.querySelector('[data-autograd="node"]')) return;
    requestAnimationFrame(() => setTimeout(() => { painted ??= performance.now(); }));
  };
  const observer = new MutationObserver(look);
  observer.observe(cell.node, { childList: true, subtree: true });
  const kernel = panel.sessionContext.session.kernel;
  const onMessage = (_, { direction, msg }) => {
    if (direction === 'recv' && msg.header.msg_type === 'execute_reply') answered = performance.now();
  };
  kernel.anyMessage.connect(onMessage);
  const late = (_, stop) => setTimeout(() => stop(new Error(`cell ${index} did not end`)), 120000);
  await Promise.race([jupyterapp.commands.execute('notebook:run-cell'), new Promise(late)]);
  await new Promise(go => setTimeout(go, 30));
  if (cell.node.querySelector('[data-autograd="node"]')) {
    for (let i = 0; i < 100 && painted === null; i++) { look(); await new Promise(go => setTimeout(go, 5)); }
  }
  kernel.anyMessage.disconnect(onMessage);
  observer.disconnect();
  return painted === null || answered === null ? null : painted - answered;
}"""
