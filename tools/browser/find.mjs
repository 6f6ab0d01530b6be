// Finds a Chrome or Chromium: the system's, else Playwright's download, else Debian's package when root.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  `${process.env.PROGRAMFILES ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
];

function onPath(name) {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split('\n')[0].trim() : null;
}

async function playwrightDownload() {
  try {
    const { chromium } = await import('@playwright/test');
    return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
  } catch {
    return null;
  }
}

/** Path of a browser to drive; installs one where it may. Throws with what to do where it can't. */
export async function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new Error(`CHROMIUM names ${asked}, which is not there.`);
  }
  const system =
    NAMES.map(onPath).find(Boolean) ?? PLACES.find((place) => existsSync(place)) ?? (await playwrightDownload());
  if (system) return system;
  console.log('No Chrome or Chromium found; getting one (Playwright).');
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  const downloaded = await playwrightDownload();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log("Playwright's download did not work; installing Debian's chromium.");
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit' });
    const installed = NAMES.map(onPath).find(Boolean);
    if (installed) return installed;
  }
  throw new Error('No Chrome or Chromium. Install one, or set CHROMIUM to its path, and run this again.');
}
