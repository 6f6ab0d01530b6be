// `npm run bench:loops -- [DIR ...] [--json FILE] [--tiers FILE] [--sheets DIR]`: how much the seams of the loops show that
// are found in the clips of each DIR (../shared/media), in the clip's own step from picture to picture, beside a random cut
// and beside its two ends; the tiers against each other; going there and back; and where a loop begins. Parts of 20 s are
// clips of their own, as in the ring.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS } from '../browser/flags.mjs';
import { ROOT } from '../prepare.mjs';
import type { LoopBench, PartResult } from './page';
import { beginTable, LONG_SECONDS, medianOf, round, seamRow, seamTable, tierTable, turnTable } from './tables';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, tiers: { type: 'string' }, sheets: { type: 'string' } },
});
const SHARED = path.join(ROOT, '../shared');
const folders = positionals.length > 0 ? positionals.map((name) => path.resolve(name)) : [path.join(SHARED, 'media')];
const clips = folders.flatMap((folder) => {
  if (!existsSync(folder)) throw new Error(`There is no folder of clips at ${folder}; name one that has .mp4 files.`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mp4'))
    .map((name) => path.join(folder, name));
});
if (clips.length === 0) throw new Error(`There is no .mp4 in ${folders.join(', ')}.`);
const embedder = path.join(SHARED, 'models/emb_squeezenet_dyn.onnx');
if (!existsSync(embedder)) console.log(`The full tier is left out: there is no ${embedder}.`);

const MOST_RATIO = 1.2;

const server = await createServer({
  root: ROOT,
  configFile: false,
  logLevel: 'error',
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
});
await server.listen();
const browser = await chromium.launch({ executablePath: await findChromium(), args: BASE_FLAGS });
const parts: { readonly name: string; readonly part: PartResult }[] = [];
let costs: ReturnType<LoopBench['costs']>;
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  type Global = typeof globalThis & { loopBench: LoopBench };
  await page.goto(new URL('tools/loops/page.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'loopBench' in globalThis);
  const net = existsSync(embedder) ? readFileSync(embedder).toString('base64') : null;
  await page.evaluate((bytes) => (globalThis as Global).loopBench.open(bytes), net);
  for (const clip of clips) {
    const bytes = readFileSync(clip).toString('base64');
    const found = await page.evaluate((of) => (globalThis as Global).loopBench.bench(of), bytes);
    for (const [n, part] of found.entries()) {
      const base = path.basename(clip);
      const name = found.length > 1 ? `${base}, part ${n + 1}` : base;
      parts.push({ name, part });
      const { sheet, ...rest } = part;
      console.log(JSON.stringify({ name, ...rest }));
      if (values.sheets === undefined) continue;
      mkdirSync(values.sheets, { recursive: true });
      writeFileSync(path.join(values.sheets, `${name.replaceAll(/\W+/g, '-')}.png`), Buffer.from(sheet, 'base64'));
    }
  }
  costs = await page.evaluate(() => (globalThis as Global).loopBench.costs());
} finally {
  await browser.close();
  await server.close();
}

const write = (file: string, table: unknown) => {
  writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
};
const long = parts.filter(({ part }) => part.seconds >= LONG_SECONDS).map(({ part }) => part);
const played = round(medianOf(long, ({ chosen }) => chosen.played));
const tables = [tierTable(long, costs), turnTable(long), beginTable(long)];
console.log(JSON.stringify(tables, null, 2));
if (values.json)
  write(
    values.json,
    seamTable(
      parts.map(({ name, part }) => seamRow(name, part)),
      long,
    ),
  );
if (values.tiers) write(values.tiers, { ...tables[0], more: tables.slice(1) });
if (played > MOST_RATIO) {
  console.error(`The seam as played is ${played} of a natural step; at most ${MOST_RATIO} was promised.`);
  process.exitCode = 1;
}
