import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The time-out is for a test that hangs: other suites run beside this one.
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
