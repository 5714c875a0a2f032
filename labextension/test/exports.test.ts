import { afterEach, expect, it, vi } from 'vitest';
import type { Exported } from '../src/exports';
import { filesOf } from '../src/files';
import { pageOf } from '../src/page';
import { View, type ViewOptions } from '../src/view';
import { raw } from './golden';

const PICTURE = { svg: '<svg xmlns="http://www.w3.org/2000/svg"/>', width: 1, height: 1 };
const what = (document: unknown): Exported => ({ document, direction: 'down', picture: PICTURE });

let saved: { name: string; text: Promise<string> }[] = [];

function opened(options: ViewOptions = {}): HTMLElement {
  saved = [];
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: (blobs.get(this.href) as Blob).text() });
  });
  const host = document.createElement('div');
  document.body.append(host);
  new View(host, options).update(raw('dot_backward'));
  return host;
}

const button = (host: Element, name: string): HTMLButtonElement =>
  host.querySelector(`button[aria-label="${name}"]`) as HTMLButtonElement;

const settled = (): Promise<void> => new Promise((go) => setTimeout(go, 20));

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

it('offers what its page can make, and what its host can', () => {
  const kinds = (host: Element) => [...host.querySelectorAll('.ag-kind')].map((each) => each.textContent);
  expect(kinds(opened())).toEqual(['SVG', 'PNG']);
  expect(kinds(opened({ files: filesOf(() => null) }))).toEqual(['SVG', 'PNG', 'PDF', 'DOT', 'HTML']);
});

it('opens, saves, closes, and gives the keyboard back', async () => {
  const host = opened();
  const opener = button(host, 'Export');
  expect(opener.getAttribute('aria-expanded')).toBe('false');
  opener.click();
  expect(opener.getAttribute('aria-expanded')).toBe('true');
  button(host, 'Export as SVG').click();
  await settled();
  expect(saved.map(({ name }) => name)).toEqual(['graph.svg']);
  expect(await saved[0]?.text).toContain('<svg');
  expect(opener.getAttribute('aria-expanded')).toBe('false');
  expect(document.activeElement).toBe(opener);
  opener.click();
  opener.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(opener.getAttribute('aria-expanded')).toBe('false');
});

it('says why a file cannot be made', async () => {
  const host = opened({ files: filesOf(() => null) });
  button(host, 'Export').click();
  button(host, 'Export as PDF').click();
  await settled();
  expect(saved).toEqual([]);
  expect(host.querySelector('.ag-menu [role="status"]')?.textContent).toBe(
    'The kernel makes PDF files, and this notebook has none. SVG, PNG and HTML need no kernel.',
  );
});

it('asks the kernel without leaving a trace there, in a string that Python reads', async () => {
  const asked: { code: string; silent?: boolean; user_expressions?: Record<string, string> }[] = [];
  const answer = { status: 'ok', data: { 'text/plain': `'${btoa('%PDF-1.4')}'` } };
  const kernel = {
    connectionStatus: 'connected',
    requestExecute: (content: (typeof asked)[number]) => {
      asked.push(content);
      return { done: Promise.resolve({ content: { status: 'ok', user_expressions: { file: answer } } }) };
    },
  };
  const { pdf } = filesOf(() => kernel as never);
  const text = 'a "quoted" \\ back\nslash';
  const blob = await pdf?.(what({ text }));
  expect(await blob?.text()).toBe('%PDF-1.4');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ code: '', silent: true });
  expect(asked[0]?.user_expressions?.file).toContain(JSON.stringify(JSON.stringify({ text })));
});

it('hands on what the kernel says went wrong', async () => {
  const answer = { status: 'error', ename: 'ModuleNotFoundError', evalue: "No module named 'graphviz'" };
  const done = Promise.resolve({ content: { status: 'ok', user_expressions: { file: answer } } });
  const kernel = { connectionStatus: 'connected', requestExecute: () => ({ done }) };
  await expect(filesOf(() => kernel as never).dot?.(what({}))).rejects.toThrow("No module named 'graphviz'");
});

it('makes a page in which texts are texts', () => {
  const evil = '</script><script>alert(1)</script><img onerror="x">\u2028';
  const page = pageOf(what({ text: evil, nodes: [] }), 'const end = "</script>";');
  const read = new DOMParser().parseFromString(page, 'text/html');
  expect(read.querySelectorAll('script')).toHaveLength(2);
  const place = read.querySelector('[data-autograd-place]') as HTMLElement;
  expect(place.dataset.direction).toBe('down');
  expect(JSON.parse(place.children[0]?.textContent ?? '').text).toBe(evil);
  expect(read.querySelector('pre')?.textContent).toBe(evil);
  expect(read.querySelectorAll('img')).toHaveLength(1);
  expect(read.querySelector('body > script')?.textContent).toContain('<\\/script>');
});
