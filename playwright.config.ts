// End-to-end tests: the built page, served as `npm start` serves it, in a real Chromium. `npm test` builds first and
// says where the browser is.
import { defineConfig } from '@playwright/test';
import { executable } from './tests/executable';
import { BASE_FLAGS, cameraFlags } from './tools/browser/flags.mjs';

const port = Number(process.env.E2E_PORT ?? 7399);

const VIEWS = 'gallery.spec.ts';
/** Judged by what is in the pictures, however many come a second. */
const PICTURES = [
  'privacy',
  'bad-cameras',
  'bad-input',
  'loops',
  'benchmark',
  'benchmark-gpu-lost',
  'webgpu-restarts',
  'models',
].map((name) => `${name}.spec.ts`);

/**
 * For `test.use(chromiumWith(...))`: other flags than a camera with a drawn pattern. Playwright replaces
 * `launchOptions` whole, so what a test gives has to name the browser again.
 */
export const chromiumWith = (flags: readonly string[]) => ({
  launchOptions: {
    executablePath: executable(),
    args: [...BASE_FLAGS, ...flags],
  },
});

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  projects: [
    // Views in canned states: nothing is measured, so two browsers may be at work (`--workers 2`).
    { name: 'views', testMatch: VIEWS, fullyParallel: true },
    { name: 'pictures', testMatch: PICTURES, fullyParallel: true },
    // Frame rates are measured: two browsers at once would measure each other.
    { name: 'live', testIgnore: [VIEWS, ...PICTURES] },
  ],
  retries: 0,
  timeout: 120_000,
  // A wait, not a bar: two browsers on two cores take their time.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 800 },
    ...chromiumWith(cameraFlags(undefined)),
  },
  webServer: {
    command: `node server/serve.mjs --port ${port}`,
    url: `http://127.0.0.1:${port}/everframe.json`,
    reuseExistingServer: false,
  },
});
