/* How either host tells a page of its theme, and what else it does to what stands in the page. */

const { host } = window.setup;

window.shade = (theme) => {
  if (host === 'colab') {
    document.documentElement.setAttribute('theme', theme);
    return;
  }
  document.body.classList.remove('vscode-light', 'vscode-dark', 'vscode-high-contrast');
  document.body.classList.add(`vscode-${theme}`);
  document.body.dataset.vscodeThemeKind = `vscode-${theme}`;
};
window.shade(window.setup.theme);

if (host === 'vscode') {
  // Keys are told to the editor, whose shortcuts they are: `b` makes a new cell.
  window.leaked = [];
  addEventListener('keydown', (event) => window.leaked.push(event.key));
  // Files: a link that is clicked is fetched, and the editor asks where to keep it.
  window.files = [];
  document.body.addEventListener('click', (event) => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement && each.href);
    if (!link?.href.startsWith('blob:')) return;
    event.preventDefault();
    const { href, download } = link;
    void fetch(href)
      .then((answer) => answer.text())
      .then((text) => window.files.push({ name: download, start: text.slice(0, 15) }));
  });
}

/** Half a second after it has shown a widget, VS Code makes its buttons answer to keys, whether they did before or not. */
window.reachable = (output) => {
  for (const button of output.querySelectorAll('button:not([tabindex]), [role="button"]:not([tabindex])')) {
    if (!(button instanceof HTMLElement)) continue;
    button.setAttribute('tabindex', '0');
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      button.click();
    });
  }
};
