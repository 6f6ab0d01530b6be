// MP4 and MOV as a clip: the index says where each sample lies, and they are read from there.
import type { Clip } from './clip';
import { indexMp4, type Mp4Index } from './mp4-index';

/** The last key frame that is shown at `fromUs` or before. */
function keyBefore({ count, keys, timesUs }: Mp4Index, fromUs: number): number {
  let found = 0;
  for (let n = 0; n < count; n++) {
    const timeUs = timesUs[n] ?? -1;
    if (keys[n] === 1 && timeUs >= 0 && timeUs <= fromUs) found = n;
  }
  return found;
}

export async function openMp4(file: Blob): Promise<Clip> {
  const index = await indexMp4(file);
  const { config, rotation, durationUs } = index;
  return {
    config,
    rotation,
    durationUs,
    fps: Math.round((index.shownCount * 1e8) / durationUs) / 100,
    read(fromUs = 0) {
      let next = fromUs > 0 ? keyBefore(index, fromUs) : 0;
      return async () => {
        const n = next++;
        if (n >= index.count) return null;
        const [offset = 0, size = 0, timeUs = -1] = [index.offsets[n], index.sizes[n], index.timesUs[n]];
        const data = await file.slice(offset, offset + size).arrayBuffer();
        return { isKey: index.keys[n] === 1, timeUs, data };
      };
    },
    close: () => undefined,
  };
}
