import type { Shared } from '../src/binding';

/** A widget model without a kernel. */
export class FakeModel implements Shared {
  sent: Record<string, unknown>[] = [];
  private waiting: Record<string, unknown> = {};
  /** What was said outside the traits. */
  said: Record<string, unknown>[] = [];
  private readonly listeners = new Map<string, Set<(content?: unknown) => void>>();

  constructor(private readonly values: Record<string, unknown>) {}

  get(name: string): unknown {
    return this.values[name];
  }

  set(name: string, value: unknown): void {
    if (this.values[name] === value) return;
    this.values[name] = value;
    this.waiting[name] = value;
    for (const listener of [...(this.listeners.get(`change:${name}`) ?? [])]) listener();
  }

  save_changes(): void {
    if (Object.keys(this.waiting).length > 0) this.sent.push(this.waiting);
    this.waiting = {};
  }

  send(content: unknown): void {
    this.said.push(content as Record<string, unknown>);
  }

  /** What a kernel says. */
  hear(content: unknown): void {
    for (const listener of [...(this.listeners.get('msg:custom') ?? [])]) listener(content);
  }

  on(event: string, listener: (content?: unknown) => void): void {
    this.listeners.set(event, (this.listeners.get(event) ?? new Set()).add(listener));
  }

  off(event: string, listener: (content?: unknown) => void): void {
    this.listeners.get(event)?.delete(listener);
  }

  get heard(): number {
    return [...this.listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }
}
