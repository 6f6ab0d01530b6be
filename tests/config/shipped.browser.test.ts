// The pictures and clips that come with Everframe are there, decode everywhere, and loop without a seam.
import { expect, test } from 'vitest';
import {
  SHIPPED_BACKGROUND_CLIPS,
  SHIPPED_FALLBACK_CLIPS,
  SHIPPED_PICTURES,
  type ShippedClip,
} from '../../src/config/shipped';
import { indexMp4 } from '../../src/sources/file/mp4-index';

const CLIPS = [...SHIPPED_BACKGROUND_CLIPS, ...SHIPPED_FALLBACK_CLIPS];
/** Mean change of luma, steps of 255: less between two frames is not seen. */
const VISIBLE = 0.1;

async function fetchShipped(url: string): Promise<Blob> {
  const answer = await fetch(`/${url}`);
  expect(answer.headers.get('content-type')).toMatch(url.endsWith('.jpg') ? 'image/jpeg' : 'video/mp4');
  return answer.blob();
}

test('no two have the same name, and each folder offers a choice', () => {
  const all = [...SHIPPED_PICTURES, ...CLIPS];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const set of [SHIPPED_PICTURES, SHIPPED_BACKGROUND_CLIPS, SHIPPED_FALLBACK_CLIPS])
    expect(set.length).toBeGreaterThanOrEqual(2);
});

test.each(SHIPPED_PICTURES.map((one) => [one.name, one] as const))(
  '%s is a picture of its size',
  async (_name, one) => {
    const file = await fetchShipped(one.url);
    expect(file.size).toBeLessThanOrEqual(400_000);
    const picture = await createImageBitmap(file);
    expect([picture.width, picture.height]).toEqual([one.width, one.height]);
    picture.close();
  },
);

/** Change of luma from each frame to the one before; the first frame's is that from the last. */
async function measureChanges(file: Blob, clip: ShippedClip): Promise<number[]> {
  const { config, ...index } = await indexMp4(file);
  const changes: number[] = [];
  const step = 2;
  const luma = (frame: VideoFrame): Promise<Uint8Array> => {
    const bytes = new Uint8Array(frame.allocationSize());
    return frame.copyTo(bytes).then(() => bytes.subarray(0, clip.width * clip.height));
  };
  const compare = (a: Uint8Array, b: Uint8Array) => {
    let sum = 0;
    for (let at = 0; at < a.length; at += step) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    return (sum * step) / a.length;
  };
  let first: Uint8Array | null = null;
  let before: Uint8Array | null = null;
  let copying = Promise.resolve();
  const decoder = new VideoDecoder({
    output(frame) {
      expect([frame.displayWidth, frame.displayHeight]).toEqual([clip.width, clip.height]);
      copying = copying.then(async () => {
        const now = await luma(frame);
        frame.close();
        first ??= now;
        if (before) changes.push(compare(before, now));
        before = now;
      });
    },
    error: () => undefined, // `flush` rejects with it
  });
  decoder.configure(config);
  for (let n = 0; n < index.count; n++) {
    const [offset = 0, size = 0] = [index.offsets[n], index.sizes[n]];
    const data = await file.slice(offset, offset + size).arrayBuffer();
    decoder.decode(new EncodedVideoChunk({ type: index.keys[n] ? 'key' : 'delta', timestamp: n, data }));
    await copying;
  }
  await decoder.flush();
  await copying;
  decoder.close();
  if (!first || !before) throw new Error('no frame was decoded');
  return [compare(before, first), ...changes];
}

test.each(CLIPS.map((one) => [one.name, one] as const))(
  '%s moves in every frame and has no seam',
  async (_name, clip) => {
    const file = await fetchShipped(clip.url);
    expect(file.size).toBeLessThanOrEqual(clip.kind === 'background-clip' ? 650_000 : 1_000_000);
    const index = await indexMp4(file);
    expect(index.shownCount).toBe(clip.frames);
    expect(index.durationUs).toBe((clip.frames * 1e6) / clip.fps);
    expect(index.config.codec).toMatch(/^vp09/);

    const [seam = NaN, ...changes] = await measureChanges(file, clip);
    expect(changes).toHaveLength(clip.frames - 1);
    console.info(clip.id, { seam, least: Math.min(...changes), most: Math.max(...changes) });
    expect(Math.min(seam, ...changes)).toBeGreaterThan(VISIBLE);
    // The first frame is coded apart from the last: a fifth of a quiet clip's change, here a tenth of one of 255 levels.
    expect(seam).toBeLessThanOrEqual(1.2 * Math.max(...changes));
  },
);
