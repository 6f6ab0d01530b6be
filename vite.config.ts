import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BASE_FLAGS, WEBGPU_FLAGS, cameraFlags } from './tools/browser/flags.mjs';

/** Cross-origin isolation: SharedArrayBuffer for WASM threads, 5 µs timers. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Public nets and media that some tests read, beside the checkout; they are skipped, and say so, where it is missing. */
const beside = resolve(import.meta.dirname, '../shared');
const shared = existsSync(beside) ? realpathSync(beside) : '';

/** One Vitest browser project: real Chromium with the given flags, files named `*.NAME.test.ts`. */
const inChromium = (name: string, flags: string[]) => ({
  extends: true as const,
  server: { fs: { allow: [import.meta.dirname, ...(shared ? [shared] : [])] } },
  test: {
    name,
    provide: { shared },
    include: [`tests/**/*.${name}.test.ts`],
    testTimeout: 120_000,
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' as const }],
      provider: playwright({
        launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...BASE_FLAGS, ...flags] },
      }),
    },
  },
});

/** Whether `entry` imports it statically, however many steps away. */
function isReachedFrom(entry: string, id: string, importersOf: (id: string) => readonly string[]): boolean {
  const seen = new Set([id]);
  for (const one of seen) {
    if (one.endsWith(entry)) return true;
    for (const importer of importersOf(one)) seen.add(importer);
  }
  return false;
}

/**
 * The page is one chunk, and the views that come with the first picture are another, each with all that what is fetched later
 * shares with them. Left to itself the bundler makes chunks of what is shared: 1.6 kB more to fetch before the first picture.
 */
const whatComesFirst = {
  debugName: 'what comes first',
  includeDependenciesRecursively: false,
  name(id: string, graph: { getModuleInfo(id: string): { importers: string[] } | null }) {
    const importersOf = (of: string) => graph.getModuleInfo(of)?.importers ?? [];
    if (isReachedFrom('/src/main.ts', id, importersOf)) return 'index';
    return isReachedFrom('/src/ui/mount.ts', id, importersOf) ? 'mount' : null;
  },
};

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  base: './',
  build: {
    target: 'chrome127',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { output: { codeSplitting: { groups: [whatComesFirst] } } },
  },
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: isolated, host: '127.0.0.1' },
  preview: { headers: isolated, host: '127.0.0.1' },
  test: {
    // How many damaged files are tried (tests/sources/fuzz.browser.test.ts).
    provide: { fuzz: Number(process.env.FUZZ ?? 300) },
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: ['tests/**/*.unit.test.ts'], testTimeout: 60_000 },
      },
      // Software 2D canvas and no WebGPU, as on a machine without a GPU: the CPU engine, media, workers.
      inChromium('browser', cameraFlags(undefined)),
      // SwiftShader WebGPU.
      inChromium('webgpu', [...cameraFlags(undefined), ...WEBGPU_FLAGS]),
    ],
  },
});
