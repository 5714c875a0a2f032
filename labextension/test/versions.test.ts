import { describe, expect, it } from 'vitest';
import about from '../package.json';

import { difference, introduced } from '../src/versions';
import { View } from '../src/view';
import { raw } from './golden';

describe('versions', () => {
  it('says nothing where kernel and page are of one version, or the kernel does not tell', () => {
    expect(difference(about.version)).toBe('');
    for (const untold of ['', null, undefined, 7]) expect(difference(untold)).toBe('');
  });

  it('names both versions and what to do about it', () => {
    expect(difference('99.0.0')).toBe(
      `The kernel has autograd_nb 99.0.0, this page has ${about.version}. ` +
        'Install the same version in both environments, then reload the page.',
    );
  });

  it('knows the version of a kernel of ours by its introduction, and of no other', () => {
    const ours = { implementation: 'autograd_nb', implementation_version: '99.0.0' };
    expect(introduced(ours)).toBe(difference('99.0.0'));
    expect(introduced({ ...ours, implementation_version: about.version })).toBe('');
    expect(introduced({ implementation: 'ipython', implementation_version: '9.18.1' })).toBe('');
  });

  it('stands in the view for as long as it is so, whatever is drawn', () => {
    const host = document.createElement('div');
    const view = new View(host);
    const note = host.querySelector<HTMLElement>('[data-autograd="note"]');
    expect(note?.hidden).toBe(true);
    view.note = difference('99.0.0');
    view.update(raw('dot'));
    view.update({ version: 99, text: 'tensor(1.)' });
    expect(note?.textContent).toContain('99.0.0');
    expect(note?.hidden).toBe(false);
    view.note = '';
    expect(note?.hidden).toBe(true);
    view.dispose();
  });
});
