// Small pictures of a clip's moments, to be looked at. Moments that are near each other are had in one walk; holds one
// picture at a time.
import type { Clip } from '../sources/file/clip';
import { createRotation } from '../sources/file/rotate-frame';
import { walkPictures } from './walk';

/** Further apart than this it is quicker to begin at a key frame again. */
const NEAR_US = 1e6;

interface Wanted {
  readonly index: number;
  readonly timeUs: number;
}

function groupNear(timesMs: readonly number[]): Wanted[][] {
  const wanted = timesMs.map((ms, index) => ({ index, timeUs: ms * 1000 }));
  wanted.sort((a, b) => a.timeUs - b.timeUs);
  const groups: Wanted[][] = [];
  for (const one of wanted) {
    const group = groups.at(-1);
    if (group && one.timeUs - (group.at(-1)?.timeUs ?? 0) < NEAR_US) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * Gives the picture on show at each of those times, `width` wide, upright, as it comes; `give` owns it. A moment outside the
 * clip gets its nearest picture. Rejects with `file-unreadable`.
 */
export async function takeSmallPictures(
  clip: Clip,
  timesMs: readonly number[],
  width: number,
  give: (index: number, picture: ImageBitmap) => void,
): Promise<void> {
  const turn = createRotation(clip.rotation);
  const shrink = async (frame: VideoFrame): Promise<ImageBitmap> => {
    const turned = turn(frame.clone());
    try {
      return await createImageBitmap(turned, { resizeWidth: width, resizeQuality: 'medium' });
    } finally {
      turned.close();
    }
  };
  const lastUs = clip.durationUs - 1;
  for (const group of groupNear(timesMs.map((ms) => Math.min(Math.max(0, ms), lastUs / 1000)))) {
    const [first] = group;
    if (!first) continue;
    let shown: VideoFrame | null = null;
    const giveUntil = async (timeUs: number): Promise<void> => {
      for (let one = group[0]; shown && one && one.timeUs < timeUs; one = group[0]) {
        give(one.index, await shrink(shown));
        group.shift();
      }
    };
    try {
      // The picture on show began before.
      const fromUs = Math.max(0, first.timeUs - 2e6 / clip.fps);
      await walkPictures(clip, { fromUs, toUs: group.at(-1)?.timeUs ?? first.timeUs }, async (frame) => {
        // Timestamps are whole microseconds: what begins within one is on show.
        await giveUntil(frame.timestamp - 1);
        shown?.close();
        shown = frame.clone();
      });
      await giveUntil(Infinity);
    } finally {
      (shown as VideoFrame | null)?.close();
    }
  }
}
