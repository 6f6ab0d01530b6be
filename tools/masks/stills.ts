// One labelled picture: the engine's mask and the bare net's, against its matte. Runs in the page.
import { openPipeline, type Pipeline, type Spending } from './pipeline';
import type { BareNet } from './bare-net';
import { boundaryIou, edgeError, meanIou, type Size } from './measures';
import type { EngineKind } from '../../src/compositor/engine';
import type { ModelContract } from '../../src/protocol/model-contract';

interface Figures {
  readonly meanIou: number;
  readonly boundaryIou: number;
  readonly edgeError: number;
}

export interface StillFigures {
  readonly ours: Figures;
  readonly bare: Figures;
}

export interface Pixels extends Size {
  /** In its clip. */
  readonly timestampUs?: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Engines want even sizes: an odd last row or column is left out. `scale` enlarges the picture first. */
export async function readPixels(url: string, scale = 1): Promise<Pixels> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
  const bitmap = await createImageBitmap(await answer.blob(), { colorSpaceConversion: 'none' });
  const width = Math.floor((bitmap.width * scale) / 2) * 2;
  const height = Math.floor((bitmap.height * scale) / 2) * 2;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

export function frameOf({ data, width, height, timestampUs = 0 }: Pixels): VideoFrame {
  return new VideoFrame(data, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp: timestampUs });
}

/** Keeps the last engines: pictures of one group mostly share a size. */
export function createPipelines(kind: EngineKind, model: Uint8Array, contract: ModelContract, spending: Spending) {
  const kept = new Map<string, Pipeline>();
  return async (size: Size): Promise<Pipeline> => {
    const key = `${size.width}x${size.height}`;
    const known = kept.get(key);
    if (known) return known;
    for (const [oldKey, old] of kept) {
      if (kept.size < 3) break;
      old.dispose();
      kept.delete(oldKey);
    }
    const made = await openPipeline(kind, size, model, contract, spending);
    kept.set(key, made);
    return made;
  };
}

export async function judgeStill(
  picture: Pixels,
  matte: Pixels,
  pipelineFor: (size: Size) => Promise<Pipeline>,
  bareNet: BareNet,
): Promise<StillFigures> {
  const truth = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < truth.length; i++) truth[i] = matte.data[i * 4] ?? 0;
  const pipeline = await pipelineFor(picture);
  pipeline.reset();
  const figures = (mask: Uint8Array): Figures => ({
    meanIou: meanIou(mask, truth),
    boundaryIou: boundaryIou(mask, truth, picture),
    edgeError: edgeError(mask, truth, picture),
  });
  const ours = figures(await pipeline.mask(frameOf(picture)));
  return { ours, bare: figures(await bareNet.mask(picture.data, picture)) };
}
