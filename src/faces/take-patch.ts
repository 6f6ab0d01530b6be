// The samples of a picture that a region needs, as RGBA. Of a frame only those are converted: the browser does it, with
// the frame's own colour matrix, in less time the smaller the part is.
import type { RgbaPicture } from './face-reader';
import type { Patch } from './fill-input';
import type { Region, Size } from './region';

export function sizeOf(picture: VideoFrame | RgbaPicture): Size {
  if ('rgba' in picture) return picture;
  const { visibleRect } = picture;
  return visibleRect ?? { width: picture.codedWidth, height: picture.codedHeight };
}

/** Takes patches into memory of its own, one at a time. */
export function createPatchTaker(): (picture: VideoFrame | RgbaPicture, region: Region) => Promise<Patch> {
  let memory = new Uint8Array(0);
  return async (picture, region) => {
    if ('rgba' in picture) return { ...picture, left: 0, top: 0 };
    const { left, top, width, height } = partOf(region, sizeOf(picture));
    if (memory.length < width * height * 4) memory = new Uint8Array(width * height * 4);
    const rgba = memory.subarray(0, width * height * 4);
    const { x = 0, y = 0 } = picture.visibleRect ?? {};
    const rect = { x: x + left, y: y + top, width, height };
    await picture.copyTo(rgba, {
      rect,
      format: 'RGBA',
      colorSpace: 'srgb',
      layout: [{ offset: 0, stride: width * 4 }],
    });
    return { rgba, width, height, left, top };
  };
}

/** What of the picture lies in the region, and a sample round it; from and to even places, as chroma wants it. */
function partOf({ x, y, width, height, angle }: Region, picture: Size) {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const reach = { x: (width * cos + height * sin) / 2 + 1, y: (width * sin + height * cos) / 2 + 1 };
  const along = (middle: number, half: number, length: number) => {
    // At least two samples, also of a region that lies outside altogether.
    const from = Math.max(0, Math.min(length - 2, middle - half)) & ~1;
    const to = Math.min(length, Math.max(from + 2, Math.ceil((middle + half) / 2) * 2));
    return [from, to - from] as const;
  };
  const [left, partWidth] = along(x, reach.x, picture.width);
  const [top, partHeight] = along(y, reach.y, picture.height);
  return { left, top, width: partWidth, height: partHeight };
}
