/** A page of its own for one document, as `graph(y).to_html()` makes it: no network, no kernel. */

import type { Exported } from './exports';
import { clip } from './text';

const written = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** JSON that cannot end the script element it stands in. */
const embedded = (document: unknown): string =>
  JSON.stringify(document).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * The page.
 *
 * @param script the view as one script, which draws into every `data-autograd-place`.
 */
export function pageOf({ document, direction, picture }: Exported, script: string): string {
  const text = String((document as { text?: unknown } | null)?.text ?? '');
  const title = written(clip(text.split('\n')[0] ?? '', 200));
  const image = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="margin:16px;font-family:system-ui,sans-serif">
<div data-autograd-place data-direction="${direction}"><script type="application/json">${embedded(document)}</script><div>
<pre>${written(text)}</pre>
<img alt="${title}" style="max-width:100%" src="${image}">
</div></div>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}
