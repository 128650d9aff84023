import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Tests run in a zone that is neither UTC nor the company's: a clock that leaks into a figure shows.
process.env.TZ = 'America/St_Johns';
// Test files side by side keep the cores busy; more threads would only hand work to one another.
process.env.AFTERCARE_THREADS = '1';

/**
 * What takes longest, begun first: the last to end should be a short one. Sizes of files, vitest's measure, do not tell. Before
 * the browser come three that need no web build, which is made meanwhile (test/run.ts).
 */
const LONG = ['/etl/hostile.', '/etl/draft/drafts.', '/imports/imports.', '/e2e/'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((part) => moduleId.includes(part));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  // Its React has no function for what is made of JSX for programmers (`env` below).
  oxc: { jsx: { development: false } },
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/bench/**', 'node_modules/**'],
    // Pages are rendered by the React that renders them for a department, not by the one for programmers.
    env: { NODE_ENV: 'production' },
    globalSetup: ['test/global-setup.ts'],
    // The longest take 25 s on a free machine; shared ones have been four times as slow.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A browser on a busy machine misses a wait now and then. A defect fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
    // Two and their browsers keep two cores busy; a third takes as long, and loads all modules once more.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // Files of a worker share its modules and its reading thread: loading them anew for each took a quarter of the time.
    // No test replaces a module or changes what the process shares.
    isolate: false,
    reporters: ['default'],
  },
});
