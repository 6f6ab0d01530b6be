// A load beside a studio in a browser: workers of its page that burn the processor and, where its engine is on it, the product's own passes
// on the graphics card (src/services/card-load.ts), from a page beside.
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { openCardLoad } from '../../src/services/card-load';
import { bundleForPage } from '../../tests/demo/bundle';

const CARD_LOAD = path.resolve(import.meta.dirname, '../../src/services/card-load.ts');
/** How soon the card is free once it was told so. */
const SLICE_MS = 250;

declare global {
  /** One for each burner; not 0: it is to end. */
  var burnerStops: Int32Array[];
  var bundled: { readonly openCardLoad: typeof openCardLoad };
  var isCardBurnt: boolean;
}

export interface StudioLoad {
  /** So many burners from now on, and the card too where it is burnt. */
  begin(burners: number): Promise<void>;
  end(): Promise<void>;
}

/**
 * To be run in the studio's page, which is isolated: so many burners from now on. They end by themselves when they are told to: a page once
 * went down right after 48 had been ended in the midst of their loops (whether for that is not known).
 */
function burn(count: number): void {
  const lines = [
    'onmessage = ({ data }) => {',
    '  while (Atomics.load(data, 0) === 0) for (let n = 0; n < 1e5; n++) Math.random();',
    '  close();',
    '};',
  ];
  const script = URL.createObjectURL(new Blob(lines, { type: 'text/javascript' }));
  globalThis.burnerStops ??= [];
  while (globalThis.burnerStops.length < count) {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    new Worker(script).postMessage(stop);
    globalThis.burnerStops.push(stop);
  }
  for (const stop of globalThis.burnerStops.splice(count)) Atomics.store(stop, 0, 1);
}

/** To be run in a page of its own, with the load's script in it: burns the card whenever it is told to. No name within: it travels as text. */
async function standBy(sliceMs: number): Promise<void> {
  const card = await bundled.openCardLoad();
  globalThis.isCardBurnt = false;
  void (async () => {
    for (;;) {
      if (globalThis.isCardBurnt) await card.burn(sliceMs);
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
}

async function openCard(studio: Page): Promise<Page> {
  const page = await studio.context().newPage();
  // Any address of the studio's own will do: WebGPU wants a secure context.
  await page.goto(new URL('/models/catalog.json', studio.url()).href);
  await page.evaluate(await bundleForPage(CARD_LOAD));
  await page.evaluate(standBy, SLICE_MS);
  return page;
}

/** Rejects where a card is to be burnt and there is none. */
export async function openStudioLoad(studio: Page, burnsCard: boolean): Promise<StudioLoad> {
  const card = burnsCard ? await openCard(studio) : null;
  async function set(burners: number, isBurnt: boolean): Promise<void> {
    await card?.evaluate((told) => {
      globalThis.isCardBurnt = told;
    }, isBurnt);
    await studio.evaluate(burn, burners);
  }
  return { begin: (burners) => set(burners, true), end: () => set(0, false) };
}
