// The face reader in Node, on the nets as they ship, and pictures for it: decoded ones and their bytes as RGBA.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { createFaceReader, type FaceNet } from '../../src/faces/create-face-reader';
import type { FaceReader, RgbaPicture } from '../../src/faces/face-reader';
import { tensorsOf } from '../../src/protocol/model-contract';
import type { AnyModelContract, FaceFinderContract, FaceMeshContract } from '../../src/protocol/model-contract';

const { models } = JSON.parse(readFileSync('public/models/catalog.json', 'utf8')) as { models: AnyModelContract[] };

export const FINDER = models.find((model): model is FaceFinderContract => model.task === 'face-detection')!;
export const MESH = models.find((model): model is FaceMeshContract => model.task === 'face-landmarks')!;

export interface CountedNet<Contract> extends FaceNet<Contract> {
  runs: number;
}

export async function openNet<Contract extends AnyModelContract>(contract: Contract): Promise<CountedNet<Contract>> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const bytes = readFileSync(`public/models/${contract.file}`);
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const { input, outputs } = tensorsOf(contract);
  const net = {
    contract,
    runs: 0,
    async run(data: Float32Array) {
      net.runs++;
      const results = await session.run({ [input.name]: new ort.Tensor('float32', data, input.shape) });
      return outputs.map(({ name }) => results[name]?.data as Float32Array);
    },
    release: () => session.release(),
  };
  return net;
}

export async function openNodeReader(): Promise<{
  reader: FaceReader;
  finder: CountedNet<FaceFinderContract>;
  mesh: CountedNet<FaceMeshContract>;
}> {
  const [finder, mesh] = [await openNet(FINDER), await openNet(MESH)];
  return { reader: createFaceReader(finder, mesh), finder, mesh };
}

/** Pictures of a file at their own size, `fps` of them a second; of a still one. */
export function decodeRgba(file: string, fps?: number, filter = 'null'): RgbaPicture[] {
  const probe = execFileSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file],
    { encoding: 'utf8' },
  );
  const [width = 0, height = 0] = probe.trim().split(',').map(Number);
  return decodeRgbaAs(file, { width, height }, `${fps === undefined ? 'null' : `fps=${fps}`},${filter}`);
}

export function decodeRgbaAs(file: string, { width, height }: { width: number; height: number }, filter: string) {
  const bytes = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'],
    {
      maxBuffer: 1 << 30,
    },
  );
  const each = width * height * 4;
  return Array.from({ length: Math.floor(bytes.length / each) }, (_, i): RgbaPicture => {
    return { rgba: bytes.subarray(i * each, (i + 1) * each), width, height };
  });
}
