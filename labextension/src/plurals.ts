/** By the template for one thing, that for many. `python -m tests.engine.sentences` writes this file. */
export const MANY: ReadonlyMap<string, string> = new Map([
  ["%1 forward sweep gives every derivative", "%1 forward sweeps give every derivative"],
  ["%1 local derivative", "%1 local derivatives"],
  ["%1 number", "%1 numbers"],
  ["%1 operation", "%1 operations"],
  ["%1 reverse sweep gives every derivative", "%1 reverse sweeps give every derivative"],
  ["A share is missing: `%2` is used %3 times, and each use sends its own. Add what comes back through %4.", "%1 shares are missing: `%2` is used %3 times, and each use sends its own. Add what comes back through %4."],
]);
