// `npm run clips [-- NAME ...]`: draws the pictures and clips of src/config/shipped.ts anew, in the Chromium that is found,
// and writes them to public/. `-- --look DIR [NAME ...]` writes four frames of each as PNG instead.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { SHIPPED_BACKGROUND_CLIPS, SHIPPED_FALLBACK_CLIPS, SHIPPED_PICTURES } from '../../src/config/shipped';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS } from '../browser/flags.mjs';
import { ROOT } from '../prepare.mjs';
import type { ClipStudio } from './page';

const ALL = [...SHIPPED_PICTURES, ...SHIPPED_BACKGROUND_CLIPS, ...SHIPPED_FALLBACK_CLIPS];

const names = process.argv.slice(2);
const lookAt = names[0] === '--look' ? (names.splice(0, 2)[1] ?? '.') : null;
const unknown = names.find((name) => !ALL.some(({ id }) => id === name));
if (unknown)
  throw new Error(`There is no picture or clip “${unknown}”; there are ${ALL.map(({ id }) => id).join(', ')}.`);
const chosen = ALL.filter(({ id }) => names.length === 0 || names.includes(id));

const server = await createServer({
  root: ROOT,
  configFile: false,
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
});
await server.listen();
// A software GPU draws the same on every machine.
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [...BASE_FLAGS, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    console.error(error.message);
  });
  await page.goto(new URL('tools/clips/page.html', server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(() => 'clipStudio' in globalThis);
  const write = (file: string, base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    console.log(`${path.relative(ROOT, file)}  ${Math.round(bytes.length / 1000)} kB`);
  };
  type Page = typeof globalThis & { clipStudio: ClipStudio };
  for (const { id, kind, url } of chosen) {
    if (lookAt === null) {
      write(path.join(ROOT, 'public', url), await page.evaluate((of) => (globalThis as Page).clipStudio.make(of), id));
      continue;
    }
    for (const phase of kind === 'picture' ? [0] : [0, 0.25, 0.5, 0.75]) {
      const still = await page.evaluate((of) => (globalThis as Page).clipStudio.still(of.id, of.phase), { id, phase });
      write(path.resolve(lookAt, `${id}-${phase * 100}.png`), still);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
