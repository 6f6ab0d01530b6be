// @ts-check
// Vitest reporter that writes the figures tools/test.mjs adds up. Vitest's own JSON report leaves out why a test was
// skipped, and a test that never got its turn looks there like one that was skipped on purpose.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export default class FiguresReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.EVERFRAME_VITEST_FIGURES;
    if (!file) return;
    /** @type {import('./test.mjs').Figures} */
    const figures = { passed: 0, failed: [], skipped: [] };
    for (const module of modules) {
      let hasFailure = false;
      for (const test of module.children.allTests()) {
        const result = test.result();
        const name = `${module.project.name}: ${test.fullName}`;
        if (result.state === 'passed') figures.passed++;
        else if (result.state === 'skipped') {
          figures.skipped.push({ name, reason: result.note ?? null });
        } else {
          figures.failed.push(`${name}: ${result.errors?.[0]?.message}`);
          hasFailure = true;
        }
      }
      // A file that could not be loaded has no tests to fail.
      if (module.state() === 'failed' && !hasFailure)
        figures.failed.push(`${module.project.name}: ${module.relativeModuleId} could not be run`);
    }
    figures.failed.push(
      ...unhandledErrors.map((error) => `unhandled: ${error instanceof Error ? error.message : error}`),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(figures));
  }
}
