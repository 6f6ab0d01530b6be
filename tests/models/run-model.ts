/**
 * Runs ONNX models in Node on one WebAssembly thread, and makes the pictures that the tests feed them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import * as ort from 'onnxruntime-web';

/** Interleaved RGB, 8 bits a channel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** The answers, in the order in which the model has its outputs. */
export type Model = (picture: Picture) => Promise<readonly Float32Array[]>;

/** @param range what 0 and 255 become */
export async function openModel(
  bytes: Uint8Array,
  layout: 'nchw' | 'nhwc',
  range: readonly [number, number] = [0, 1],
): Promise<Model> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const [inputName = ''] = session.inputNames;
  return async (picture) => {
    const { width, height } = picture;
    const dims = layout === 'nhwc' ? [1, height, width, 3] : [1, 3, height, width];
    const results = await session.run({
      [inputName]: new ort.Tensor('float32', toTensor(picture, layout, range), dims),
    });
    return session.outputNames.map((name) => results[name]?.data as Float32Array);
  };
}

function toTensor(
  { width, height, pixels }: Picture,
  layout: 'nchw' | 'nhwc',
  [low, high]: readonly [number, number],
): Float32Array {
  const plane = width * height;
  const tensor = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const at = layout === 'nhwc' ? i : (i % 3) * plane + Math.floor(i / 3);
    tensor[at] = low + ((pixels[i] as number) / 255) * (high - low);
  }
  return tensor;
}

/** Head and shoulders before a striped wall, in integer arithmetic: the same bytes everywhere. */
export function drawFigure(width: number, height: number): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Thousandths of the height, from the middle of the picture.
      const across = Math.floor(((x - width / 2) * 1000) / height);
      const down = Math.floor((y * 1000) / height);
      const head = across * across + ((down - 360) * (down - 360)) / 2 < 130 * 130;
      const hair = across * across + (down - 270) * (down - 270) < 145 * 145 && down < 300;
      const torso = down > 560 && Math.abs(across) < 180 + Math.min(140, down - 560);
      const wall = [150 + ((x >> 4) & 1) * 20, 165 + ((y >> 5) & 1) * 12, 175];
      const shade = (x * 7 + y * 3) % 9;
      const colour = hair ? [52, 38, 30] : head ? [214, 168, 140] : torso ? [48, 70, 130] : wall;
      for (let c = 0; c < 3; c++) pixels[(y * width + x) * 3 + c] = (colour[c] as number) + shade;
    }
  }
  return { width, height, pixels };
}

export function canDecodePictures(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** Frames of a picture or film, stretched to a size; of a film two a second. */
export function decodePictures(file: string, size: { width: number; height: number }, count: number): Picture[] {
  const { width, height } = size;
  const filter =
    count > 1 ? `fps=2,scale=${String(width)}:${String(height)}` : `scale=${String(width)}:${String(height)}`;
  const bytes = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', filter, '-frames:v', String(count), '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    { maxBuffer: 1 << 28 },
  );
  const each = width * height * 3;
  return Array.from({ length: Math.floor(bytes.length / each) }, (_, i) => {
    return { width, height, pixels: bytes.subarray(i * each, (i + 1) * each) };
  });
}
