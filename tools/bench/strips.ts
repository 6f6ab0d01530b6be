// The pictures round every switch of what viewers see, side by side in a PNG: to be looked at by a person. Keeps small
// copies of the last pictures of the program's track in the page under test; not for a run whose times count.
import { writeFileSync } from 'node:fs';
import type { Stage } from '../../tests/faults/stage';

const KEPT = 600;
const [WIDTH, HEIGHT] = [192, 108];
const BEFORE = 3;
const AFTER = 9;

const KEEP_PICTURES = `(() => {
  const kept = [];
  globalThis.keptPictures = kept;
  const track = everframe.stream().getVideoTracks()[0].clone();
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 60 }).readable.getReader();
  (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const atMs = performance.timeOrigin + performance.now();
      const bitmap = await createImageBitmap(value, { resizeWidth: ${WIDTH}, resizeHeight: ${HEIGHT} });
      value.close();
      kept.push({ atMs, bitmap });
      if (kept.length > ${KEPT}) kept.shift().bitmap.close();
    }
  })();
})()`;

/** A row for each moment: pictures before it, and after it with the times since, ms. */
const drawRows = (moments: readonly Moment[]) => `(async () => {
  const moments = ${JSON.stringify(moments)};
  const canvas = new OffscreenCanvas(${WIDTH * (BEFORE + AFTER)}, ${HEIGHT + 16} * moments.length);
  const context = canvas.getContext('2d');
  context.fillStyle = '#111';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#fff';
  context.font = '12px sans-serif';
  for (const [row, { label, atMs }] of moments.entries()) {
    const first = keptPictures.findIndex((one) => one.atMs >= atMs) - ${BEFORE};
    const top = row * ${HEIGHT + 16};
    for (let n = 0; n < ${BEFORE + AFTER}; n++) {
      const one = keptPictures[first + n];
      if (!one) continue;
      context.drawImage(one.bitmap, n * ${WIDTH}, top + 16);
      context.fillText((n === 0 ? label + ' ' : '') + Math.round(one.atMs - atMs), n * ${WIDTH} + 2, top + 12);
    }
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
})()`;

export interface Moment {
  readonly label: string;
  /** ms since 1970. */
  readonly atMs: number;
}

export const keepPictures = (stage: Stage) => stage.inPage(KEEP_PICTURES);

export async function saveStrips(stage: Stage, moments: readonly Moment[], file: string): Promise<void> {
  if (moments.length === 0) return;
  writeFileSync(file, Buffer.from(String(await stage.inPage(drawRows(moments))), 'base64'));
}
