// Contact sheets: pictures as viewers would see them, over bright, over dark and blurred, side by side. Runs in the page.
import type { Look } from '../../src/compositor/engine';
import type { Pipeline } from './pipeline';
import { frameOf, type Pixels } from './stills';

const CELL_WIDTH = 300;
const GAP = 4;

const LOOKS: readonly (readonly [name: string, look: (height: number) => Look])[] = [
  ['bright', () => ({ behind: { kind: 'fill', rgb: [245, 245, 245] }, person: 'masked' })],
  ['dark', () => ({ behind: { kind: 'fill', rgb: [12, 14, 18] }, person: 'masked' })],
  ['green', () => ({ behind: { kind: 'fill', rgb: [0, 177, 64] }, person: 'masked' })],
  ['blur', (height) => ({ behind: { kind: 'blur', sigmaPx: height / 60 }, person: 'masked' })],
];

/** Rows of source, bright, dark, green and blur; `keepsMemory`: the pictures follow one another in time. */
export async function drawSheet(
  pictures: readonly Pixels[],
  pipelineFor: (size: Pixels) => Promise<Pipeline>,
  keepsMemory: boolean,
  cellWidth = CELL_WIDTH,
): Promise<Blob> {
  const heights = pictures.map(({ width, height }) => Math.round((height * cellWidth) / width));
  const total = heights.reduce((sum, height) => sum + height + GAP, 0);
  const canvas = new OffscreenCanvas((LOOKS.length + 1) * (cellWidth + GAP), total);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  context.imageSmoothingQuality = 'high';
  let top = 0;
  for (const [n, picture] of pictures.entries()) {
    const height = heights[n] ?? 0;
    const pipeline = await pipelineFor(picture);
    const place = (column: number, frame: VideoFrame): void => {
      context.drawImage(frame, column * (cellWidth + GAP), top, cellWidth, height);
      frame.close();
    };
    place(0, frameOf(picture));
    if (!keepsMemory || n === 0) pipeline.reset();
    for (const [column, [, look]] of LOOKS.entries()) {
      place(column + 1, await pipeline.show(frameOf(picture), look(picture.height)));
    }
    top += height + GAP;
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
