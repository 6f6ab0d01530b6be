// @ts-check
// `npm run soak:privacy`: every fault under every hiding effect, then random sequences of faults, on both engines; looks for
// raw pictures in everything that leaves. `-- 200` for that many sequences; SEED=N for one. The tests themselves are in
// tests/e2e/privacy.spec.ts.
import { spawnSync } from 'node:child_process';
import { findChromium } from './browser/find.mjs';
import { ROOT, buildWhenStale, installMissing } from './prepare.mjs';

const SEQUENCES = 50;

installMissing();
buildWhenStale();
const sequences = process.argv[2] ?? String(SEQUENCES);
const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', 'privacy'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM: await findChromium(), SEQUENCES: sequences, ENGINES: 'cpu,webgpu' },
});
process.exitCode = status ?? 1;
