// The drawn presenter moves as fast whatever the rate of the pictures: the person's matte has no counter in it.
import { describe, expect, it } from 'vitest';
import { createDemoPicture } from '../../src/sources/demo/demo-picture';

const SIZE = { width: 320, height: 180 };
const context = new OffscreenCanvas(SIZE.width, SIZE.height).getContext('2d', { willReadFrequently: true });

function matteOf(fps: number, frame: number): Uint8ClampedArray {
  if (!context) throw new Error('no 2D canvas');
  createDemoPicture(SIZE.width, SIZE.height, fps).drawMatte(context, frame);
  return context.getImageData(0, 0, SIZE.width, SIZE.height).data;
}

describe('the demo picture at 60 a second', () => {
  it('shows in its frame 2n what the one at 30 shows in frame n', () => {
    for (const n of [1, 40, 77]) expect(matteOf(60, 2 * n)).toEqual(matteOf(30, n));
  });

  it('has moved in between', () => {
    expect(matteOf(60, 41)).not.toEqual(matteOf(60, 40));
  });
});
