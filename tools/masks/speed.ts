// What a frame costs at 1280 x 720, as multiples of the bare net in the same run: looks take turns, so that whatever else
// the machine does falls on all of them. Runs in the page.
// Each turn is two frames, made before both, and the second counts: Chromium keeps memory only for frames of the format
// that was last made, and a cut-out after another frame would pay 1.3 ms for fresh pages that it does not pay on air.
import { SINGLE_FRAME, type Engine, type Look, type StageName } from '../../src/compositor/engine';
import { openWasmNet } from '../../src/inference/ort-wasm';
import type { ModelContract } from '../../src/protocol/model-contract';
import { createDemoPicture } from '../../src/sources/demo/demo-picture';

const SIZE = { width: 1280, height: 720 };
const PICTURES = 6;
const ROUNDS = 40;
/** They pay for code, tables and memory. */
const ROUNDS_LEFT_OUT = 4;

const LOOKS: Readonly<Record<string, Look>> = {
  blur: { behind: { kind: 'blur', sigmaPx: SIZE.height / 60 }, person: 'masked' },
  'blur, strongest': { behind: { kind: 'blur', sigmaPx: SIZE.height / 30 }, person: 'masked' },
  colour: { behind: { kind: 'fill', rgb: [36, 52, 77] }, person: 'masked' },
  picture: { behind: { kind: 'backdrop' }, person: 'masked' },
  'cut-out': { behind: { kind: 'nothing' }, person: 'masked' },
  'whole blur': { behind: { kind: 'blur', sigmaPx: SIZE.height / 30 }, person: 'hidden' },
};

const PARTS = ['total', 'model', 'mask', 'compose', 'handover'] as const;
type Part = (typeof PARTS)[number];
const emptyLists = (): Record<Part, number[]> => ({ total: [], model: [], mask: [], compose: [], handover: [] });

export interface SpeedRow {
  readonly look: string;
  /** Of the bare net's time: the whole frame, and its parts. */
  readonly total: number;
  readonly model: number;
  readonly mask: number;
  readonly compose: number;
  readonly handover: number;
}

export async function measureSpeed(engine: Engine, model: Uint8Array, contract: ModelContract): Promise<SpeedRow[]> {
  const { input } = contract;
  const bare = await openWasmNet(model, contract, 1);
  const zeros = new Float32Array(input.width * input.height * 3).fill(0.4);
  await engine.useSegmenter(model, contract);
  const pictures = drawPictures();
  const backdrop = frameAt(pictures, 0);
  await engine.setBackdrop(backdrop);
  backdrop.close();
  const bareMs: number[] = [];
  const spent = new Map(Object.keys(LOOKS).map((name) => [name, emptyLists()]));
  for (let round = -ROUNDS_LEFT_OUT; round < ROUNDS; round++) {
    const began = performance.now();
    await bare.run(zeros);
    if (round >= 0) bareMs.push(performance.now() - began);
    // Each look comes first as often as the others: the net's own memory is cold then.
    const turns = Object.entries(LOOKS);
    const first = (round + ROUNDS_LEFT_OUT) % turns.length;
    for (const [name, look] of [...turns.slice(first), ...turns.slice(0, first)]) {
      const frames = [frameAt(pictures, round + ROUNDS_LEFT_OUT), frameAt(pictures, round + ROUNDS_LEFT_OUT + 1)];
      for (const [turn, frame] of frames.entries()) {
        const took = await renderTimed(engine, frame, look);
        if (round >= 0 && turn > 0) for (const part of PARTS) spent.get(name)?.[part].push(took[part]);
      }
    }
  }
  await bare.release();
  const unit = median(bareMs);
  return [...spent].map(([look, lists]) => {
    const ratio = (part: Part): number => median(lists[part]) / unit;
    const [total, net, mask, compose, handover] = PARTS.map(ratio) as [number, number, number, number, number];
    return { look, total, model: net, mask, compose, handover };
  });
}

/** Takes the frame. */
async function renderTimed(engine: Engine, frame: VideoFrame, look: Look): Promise<Record<Part, number>> {
  const took = { total: 0, model: 0, mask: 0, compose: 0, handover: 0 };
  const start = performance.now();
  const onStage = (stage: StageName, ms: number): void => {
    if (stage !== 'ingest') took[stage] += ms;
  };
  (await engine.render(frame, { ...SINGLE_FRAME, look, onStage })).close();
  took.total = performance.now() - start;
  return took;
}

/** I420, as cameras send it. */
export function drawPictures(step = 3): Uint8Array[] {
  const { width, height } = SIZE;
  const picture = createDemoPicture(width, height);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  return Array.from({ length: PICTURES }, (_, n) => {
    picture.draw(context, n * step);
    return planesOf(context.getImageData(0, 0, width, height).data);
  });
}

function planesOf(pixels: Uint8ClampedArray): Uint8Array {
  const { width, height } = SIZE;
  const size = width * height;
  const bytes = new Uint8Array(size * 1.5);
  for (let i = 0; i < size; i++) {
    const [r, g, b] = [pixels[i * 4] ?? 0, pixels[i * 4 + 1] ?? 0, pixels[i * 4 + 2] ?? 0];
    bytes[i] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x % 2 > 0 || y % 2 > 0) continue;
    const at = size + ((y / 2) * width) / 2 + x / 2;
    bytes[at] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
    bytes[at + size / 4] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
  }
  return bytes;
}

export function frameAt(pictures: readonly Uint8Array[], n: number, timestamp = n): VideoFrame {
  const bytes = pictures[n % pictures.length] as Uint8Array<ArrayBuffer>;
  return new VideoFrame(bytes, { format: 'I420', codedWidth: SIZE.width, codedHeight: SIZE.height, timestamp });
}

export function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN;
}
