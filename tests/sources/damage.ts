// Files that are damaged on purpose: the same seed gives the same damage.
import { evenTimes } from '../../tools/clips/encode';
import { makeNumberedClip } from './made-clips';
import reorderedUrl from '../fixtures/clip-b-frames.mov?url';
import fragmentedUrl from '../fixtures/clip-fragmented.mp4?url';
import webmUrl from '../fixtures/clip.webm?url';
import clipUrl from '../fixtures/clip.mp4?url';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many damaged files are tried. */
    fuzz: number;
  }
}

/** What is damaged: of every kind one. */
export async function wholeFiles(): Promise<readonly Uint8Array[]> {
  const urls = [clipUrl, fragmentedUrl, reorderedUrl, webmUrl];
  const whole = await Promise.all(urls.map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())));
  for (const container of ['mp4', 'webm'] as const)
    whole.push(new Uint8Array(await (await makeNumberedClip(evenTimes(8, 30), container)).arrayBuffer()));
  return whole;
}

export function damage(bytes: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(bytes);
  const at = () => Math.floor(random() * out.length);
  for (let wounds = 1 + Math.floor(random() * 4); wounds > 0; wounds--) {
    // Half of them in the first kilobyte, where headers are.
    const place = random() < 0.5 ? Math.min(at(), Math.floor(random() * 1024)) : at();
    const length = 1 + Math.floor(random() * 64);
    const kind = Math.floor(random() * 6);
    if (kind === 0) out[place] = Math.floor(random() * 256);
    else if (kind === 1) out[place] = (out[place] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind === 2) out.fill(random() < 0.5 ? 0 : 255, place, place + length);
    else if (kind === 3) out.copyWithin(place, at(), at());
    else if (kind === 4) out = out.slice(0, Math.max(1, place));
    else
      out = new Uint8Array([...out.subarray(0, place), ...out.subarray(at(), at() + length), ...out.subarray(place)]);
  }
  return out;
}
