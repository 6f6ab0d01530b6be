// A data set of our own, laid out as the corpus is: the demo presenter with the matte that belongs to each picture, so
// that the measurement can be run and tested without anybody's pictures. Runs in the page.
import { createDemoPicture } from '../../src/sources/demo/demo-picture';
import type { CorpusRow } from './judge';

const WIDTH = 320;
const HEIGHT = 180;
const PICTURES = 6;
const FRAMES_APART = 37;

export interface DrawnFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export async function drawSet(): Promise<DrawnFile[]> {
  const picture = createDemoPicture(WIDTH, HEIGHT);
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  const png = async (): Promise<Uint8Array> =>
    new Uint8Array(await (await context.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  const files: DrawnFile[] = [];
  const rows: CorpusRow[] = [];
  for (let n = 0; n < PICTURES; n++) {
    const [img, alpha] = [`img/drawn_${n}.png`, `alpha/drawn_${n}.png`];
    picture.draw(context, n * FRAMES_APART);
    files.push({ path: img, bytes: await png() });
    picture.drawMatte(context, n * FRAMES_APART);
    files.push({ path: alpha, bytes: await png() });
    rows.push({ img, alpha, src: 'drawn', group: 'presenter', t: n, teacher: 'drawn' });
  }
  return [...files, { path: 'index.json', bytes: new TextEncoder().encode(JSON.stringify(rows)) }];
}
