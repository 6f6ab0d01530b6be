// @ts-check
// `npm run soak:clips`: 10,000 damaged MP4 and WebM files, decoded and as what stands in. `-- 500` for that many. About an
// hour; the tests themselves are tests/sources/fuzz.browser.test.ts and tests/fallback/damaged-sources.browser.test.ts.
import { spawnSync } from 'node:child_process';
import { findChromium } from './browser/find.mjs';
import { ROOT, buildWhenStale, installMissing } from './prepare.mjs';

const FILES = 10_000;

installMissing();
buildWhenStale();
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'browser', 'fuzz', 'damaged-sources'],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: await findChromium(), FUZZ: process.argv[2] ?? String(FILES) },
  },
);
process.exitCode = status ?? 1;
