// Looks at the program as a viewer would: frames of `everframe.stream()`, read in the page, judged by pixels.
import type { Page } from '@playwright/test';
import type {} from '../../src/app/automation';
import { STRIPES } from '../../src/sources/demo/stripes';
import type {} from './page-globals';

export interface Seen {
  /** Frames looked at. */
  frames: number;
  /** Strongest contrast of the room's 4 px stripes in any frame, 0..255: what shows when the raw room shows. */
  stripes: number;
  /** Longest time between two frames, ms. */
  longestGapMs: number;
  /** Share of frames that are black. */
  black: number;
  /** Mean colour at the top right corner of the last frame, as luma and chroma. */
  corner: [number, number, number];
}

/** Watches the program's track until `stopWatching`; the page keeps the tally. */
export async function startWatching(page: Page): Promise<void> {
  await page.evaluate((area) => {
    const track = everframe.stream().getVideoTracks()[0];
    if (!track) throw new Error('no program track');
    const reader = new MediaStreamTrackProcessor({
      track: track.clone(),
    }).readable.getReader();
    const seen = { frames: 0, stripes: 0, longestGapMs: 0, black: 0, corner: [0, 0, 0] as [number, number, number] };
    let lastMs: number | null = null;
    let buffer = new Uint8Array(0);
    const look = async (frame: VideoFrame) => {
      const size = frame.allocationSize();
      if (buffer.length < size) buffer = new Uint8Array(size);
      const planes = await frame.copyTo(buffer);
      const bytesPerPixel = frame.format?.startsWith('I420') ? 1 : 4;
      const luma = (x: number, y: number) => buffer[y * (planes[0]?.stride ?? 0) + x * bytesPerPixel] ?? 0;
      let contrast = 0;
      let samples = 0;
      let brightest = 0;
      for (let y = area.y + 10; y < area.y + area.height - 10; y += 8) {
        for (let x = area.x + 8; x < area.x + area.width - 12; x++) {
          contrast += Math.abs(luma(x, y) - luma(x + 4, y));
          samples += 1;
        }
      }
      for (let y = 20; y < 720; y += 40)
        for (let x = 20; x < 1280; x += 40) brightest = Math.max(brightest, luma(x, y));
      seen.stripes = Math.max(seen.stripes, contrast / samples);
      if (brightest < 30) seen.black += 1;
      if (bytesPerPixel === 1) {
        const at = (plane: number) =>
          buffer[(planes[plane]?.offset ?? 0) + 10 * (planes[plane]?.stride ?? 0) + 600] ?? 0;
        seen.corner = [luma(1200, 20), at(1), at(2)];
      }
    };
    const run = async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const nowMs = performance.now();
        if (lastMs !== null) seen.longestGapMs = Math.max(seen.longestGapMs, nowMs - lastMs);
        lastMs = nowMs;
        await look(value).finally(() => {
          value.close();
        });
        seen.frames += 1;
      }
    };
    void run();
    globalThis.watching = { seen, reader };
  }, STRIPES);
}

export async function stopWatching(page: Page): Promise<Seen> {
  return page.evaluate(async () => {
    const { watching } = globalThis;
    await watching.reader.cancel();
    return watching.seen;
  });
}

/** Until so many pictures were looked at, however long they take to come: a busy machine sends few. */
export async function awaitFrames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    while (globalThis.watching.seen.frames < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
  }, count);
}

export async function watchFrames(page: Page, count: number): Promise<Seen> {
  await startWatching(page);
  await awaitFrames(page, count);
  return stopWatching(page);
}

/** Waits until the picture is what the settings say (not the stand-in). */
export async function waitOnAir(page: Page, wanted: string): Promise<void> {
  await page.waitForFunction((onAir) => globalThis.everframe?.stats().onAir === onAir, wanted, { timeout: 60_000 });
}
