// `npm run bench:false-alarms`: minutes of a camera that is well, in a real browser: the presenter, and a picture in which
// nothing moves but a sensor's noise. Nothing may be taken for a loss. Writes docs/performance/false-alarms.json; exit code 1
// where something was.
//   --minutes 10
//   --clip FILE    a .mjpeg as one more camera; may be repeated
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawDemoFootage, drawStill } from '../../tests/demo/footage';
import { openStage, sleep } from '../../tests/faults/stage';
import { findChromium } from '../browser/find.mjs';
import { buildWhenStale, installMissing } from '../prepare.mjs';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, clip: { type: 'string', multiple: true, default: [] } },
});
const minutes = Number(options.minutes);
if (!(minutes > 0)) throw new Error(`--minutes is "${options.minutes}"; it has to be a number above 0.`);

/** In the page: every time that something else than the live picture is on air, and why. */
const LISTEN = `globalThis.alarms = []; everframe.fallback.on('change', ({ activeSource, feedDetected, reason }) => {
  if (activeSource !== null || !feedDetected) alarms.push(reason);
})`;

async function watch(name: string, camera: string) {
  const stage = await openStage({ engine: 'cpu', parameters: '&background=blur', camera });
  try {
    // Not every camera shows the presenter.
    for (let n = 0; n < 600 && (await stage.inPage('everframe.stats().onAir')) !== 'live'; n++) await sleep(100);
    await stage.inPage(LISTEN);
    await sleep(minutes * 60_000);
    const alarms = (await stage.inPage('alarms')) as string[];
    return { camera: name, minutes, alarms: alarms.length, reasons: [...new Set(alarms)].join('; ') || '-' };
  } finally {
    await stage.close();
  }
}

installMissing();
buildWhenStale();
process.env.CHROMIUM = await findChromium();
const cameras = [
  ['the presenter', (await drawDemoFootage(process.env.CHROMIUM)).camera],
  ['a still picture with noise', await drawStill(process.env.CHROMIUM)],
  ...options.clip.map((file) => [path.basename(file), path.resolve(file)]),
] as const;
const rows = [];
for (const [name = '', camera = ''] of cameras) {
  rows.push(await watch(name, camera));
  console.log(JSON.stringify(rows.at(-1)));
}
writeFileSync(
  'docs/performance/false-alarms.json',
  `${JSON.stringify(
    {
      title: 'False alarms: a camera that is well',
      condition:
        'blur, 1280x720 at 30 fps, CPU engine, fake camera, headless Chromium; alarms: times at which anything but the live picture was on air, or the feed counted as lost',
      rows,
    },
    null,
    2,
  )}\n`,
);
if (rows.some(({ alarms }) => alarms > 0)) process.exitCode = 1;
