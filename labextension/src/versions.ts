/** The kernel's half of a widget and the page's may come from different environments, in different versions. */
import about from '../package.json';

import { trans } from './translation';

/** Version of what the two halves say to each other; PROTOCOL in autograd_nb/display/halves.py. */
export const PROTOCOL = 5;

/** The part of a kernel's answer to "who are you" that is asked for here. */
interface Introduction {
  readonly implementation: string;
  readonly implementation_version: string;
}

/** What to tell the reader of a kernel that has introduced itself: only of our own kernel is it known what it has. */
export function introduced({ implementation, implementation_version }: Introduction): string {
  return implementation === 'autograd_nb' ? difference(implementation_version) : '';
}

/** What to tell the reader where the kernel's version is not this page's; empty where it is. */
export function difference(there: unknown): string {
  if (typeof there !== 'string' || there === '' || there === about.version) return '';
  return trans.__(
    'The kernel has autograd_nb %1, this page has %2. Install the same version in both environments, then reload the page.',
    there,
    about.version,
  );
}
