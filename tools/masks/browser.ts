// Opens the page in a Chromium of its own, with a data folder served beside the project.
import { chromium, type Page } from '@playwright/test';
import sirv from 'sirv';
import { createServer } from 'vite';
import type { EngineKind } from '../../src/compositor/engine';
import { findChromium } from '../browser/find.mjs';
import { BASE_FLAGS, WEBGPU_FLAGS } from '../browser/flags.mjs';

/** Folders by the first part of the address they are served at. */
export type Folders = Readonly<Record<string, string>>;

export interface MaskPage {
  readonly page: Page;
  close(): Promise<void>;
}

export async function openMaskPage(engine: EngineKind, folders: Folders): Promise<MaskPage> {
  const executablePath = await findChromium();
  const server = await createServer({
    logLevel: 'error',
    // Nothing is edited while this runs, and a reload would lose the engines.
    server: { port: 0, hmr: false, watch: null },
    plugins: [
      {
        name: 'folders',
        configureServer({ middlewares }) {
          for (const [name, folder] of Object.entries(folders))
            middlewares.use(`/${name}`, sirv(folder, { dev: true }));
        },
      },
    ],
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath,
    args: [...BASE_FLAGS, ...(engine === 'webgpu' ? WEBGPU_FLAGS : [])],
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(`http://127.0.0.1:${server.config.server.port}/tools/masks/page.html`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
