// `npm run bench:loops -- [DIR] [--json FILE] [--sheets DIR]`: how much the seams of the loops show that are found in the
// clips of DIR (../shared/media), in the clip's own step from picture to picture, beside a random cut and beside its two
// ends. Parts of 20 s are clips of their own, as in the ring.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS } from '../browser/flags.mjs';
import { ROOT } from '../prepare.mjs';
import type { LoopBench, PartResult } from './page';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, sheets: { type: 'string' } },
});
const folder = path.resolve(positionals[0] ?? path.join(ROOT, '../shared/media'));
if (!existsSync(folder)) throw new Error(`There is no folder of clips at ${folder}; name one that has .mp4 files.`);
const clips = readdirSync(folder).filter((name) => name.endsWith('.mp4'));
if (clips.length === 0) throw new Error(`There is no .mp4 in ${folder}.`);

/** A part this long counts for the median: shorter ones hardly come back to where they were. */
const LONG_SECONDS = 8;
const MOST_RATIO = 1.2;
const round = (value: number) => Math.round(value * 100) / 100;
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

const server = await createServer({
  root: ROOT,
  configFile: false,
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
});
await server.listen();
const browser = await chromium.launch({ executablePath: await findChromium(), args: BASE_FLAGS });
const rows: Record<string, string | number>[] = [];
const long: PartResult[] = [];
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  await page.goto(new URL('tools/loops/page.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'loopBench' in globalThis);
  for (const clip of clips) {
    const bytes = readFileSync(path.join(folder, clip)).toString('base64');
    const parts = await page.evaluate(
      (of) => (globalThis as typeof globalThis & { loopBench: LoopBench }).loopBench.bench(of),
      bytes,
    );
    for (const [n, part] of parts.entries()) {
      const { seconds, lengthMs, score, findMs, chosen, random, ends, sheet } = part;
      const name = parts.length > 1 ? `${clip}, part ${n + 1}` : clip;
      const row = {
        clip: name,
        seconds: round(seconds),
        loopSeconds: round(lengthMs / 1000),
        score: round(score),
        played: round(chosen.played),
        worst: round(chosen.worst),
        cut: round(chosen.cut),
        randomPlayed: round(random.played),
        randomCut: round(random.cut),
        endsPlayed: round(ends.played),
        endsCut: round(ends.cut),
        findMs: Math.round(findMs),
      };
      console.log(JSON.stringify(row));
      rows.push(row);
      if (seconds >= LONG_SECONDS) long.push(part);
      if (values.sheets === undefined) continue;
      mkdirSync(values.sheets, { recursive: true });
      writeFileSync(path.join(values.sheets, `${name.replaceAll(/\W+/g, '-')}.png`), Buffer.from(sheet, 'base64'));
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const of = (pick: (part: PartResult) => number) => round(median(long.map(pick)));
const summary = {
  clip: `median of ${long.length} parts of ${LONG_SECONDS} s and more`,
  played: of(({ chosen }) => chosen.played),
  worst: of(({ chosen }) => chosen.worst),
  cut: of(({ chosen }) => chosen.cut),
  randomPlayed: of(({ random }) => random.played),
  randomCut: of(({ random }) => random.cut),
  endsPlayed: of(({ ends }) => ends.played),
  endsCut: of(({ ends }) => ends.cut),
};
console.log(JSON.stringify(summary));
if (values.json) {
  const table = {
    title: 'Seams of the loops that are found, without a net',
    condition:
      "steps at the seam in the clip's own median step from picture to picture (1 is like any other), by pixels; played: mean while the fade lasts; worst: the largest of those; cut: the jump without a fade; beside a random cut (median of 200) and the clip's two ends",
    rows: [...rows, { ...Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, '-'])), ...summary }],
  };
  writeFileSync(values.json, `${JSON.stringify(table, null, 2)}\n`);
}
if (summary.played > MOST_RATIO) {
  console.error(`The seam as played is ${summary.played} of a natural step; at most ${MOST_RATIO} was promised.`);
  process.exitCode = 1;
}
