/** The kernel's half of a widget and the page's may come from different environments, in different versions. */
import about from '../package.json';

import { trans } from './translation';

/** Version of what the two halves say to each other; PROTOCOL in autograd_nb/display/halves.py. */
export const PROTOCOL = 1;

/** What to tell the reader where the kernel's version is not this page's; empty where it is. */
export function difference(there: unknown): string {
  if (typeof there !== 'string' || there === '' || there === about.version) return '';
  return trans.__(
    'The kernel has autograd_nb %1, this page has %2. Install the same version in both environments, then reload the page.',
    there,
    about.version,
  );
}
