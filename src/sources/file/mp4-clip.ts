// MP4 and MOV as a clip: the index says where each sample lies, and they are read from there.
import type { Clip } from './clip';
import { indexMp4 } from './mp4-index';

export async function openMp4(file: Blob): Promise<Clip> {
  const index = await indexMp4(file);
  const { config, rotation, durationUs } = index;
  return {
    config,
    rotation,
    durationUs,
    fps: Math.round((index.shownCount * 1e8) / durationUs) / 100,
    read() {
      let next = 0;
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
