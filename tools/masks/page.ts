// The page that does the work: engines and decoders are the browser's. eval.ts drives it by calling `masks`.
import type { EngineKind } from '../../src/compositor/engine';
import type { ModelContract } from '../../src/protocol/model-contract';
import { openBareNet } from './bare-net';
import { judgeClip, readClip, type ClipFigures } from './clips';
import { drawSet } from './drawn-set';
import { openEngine, openPipeline } from './pipeline';
import { drawSheet } from './sheets';
import { measureSpeed, type SpeedRow } from './speed';
import { createPipelines, judgeStill, readPixels, type Pixels, type StillFigures } from './stills';

async function open(engine: EngineKind, model: string) {
  const catalogue = (await (await fetch('/models/catalog.json')).json()) as { models: ModelContract[] };
  const contract = catalogue.models.find(({ id }) => id === model);
  if (!contract) throw new Error(`there is no model ${model}`);
  const bytes = new Uint8Array(await (await fetch(`/models/${contract.file}`)).arrayBuffer());
  const bareNet = await openBareNet(bytes, contract);
  const pipelineFor = createPipelines(engine, bytes, contract);
  const clipAt = async (url: string, most: number, step: number): Promise<Pixels[]> =>
    readClip(await (await fetch(url)).blob(), most, step);
  return {
    still: async (img: string, alpha: string, scale: number): Promise<StillFigures> =>
      judgeStill(await readPixels(img, scale), await readPixels(alpha, scale), pipelineFor, bareNet),
    async clip(url: string, most: number, step: number): Promise<ClipFigures> {
      const frames = await clipAt(url, most, step);
      const [first] = frames;
      if (!first) throw new Error(`${url} has no frame`);
      const forgetful = await openPipeline(engine, first, bytes, contract);
      try {
        return await judgeClip(frames, await pipelineFor(first), forgetful, bareNet);
      } finally {
        forgetful.dispose();
      }
    },
    async speed(): Promise<SpeedRow[]> {
      const program = await openEngine(engine, { width: 1280, height: 720 });
      try {
        return await measureSpeed(program, bytes, contract);
      } finally {
        program.dispose();
      }
    },
    async sheet(urls: readonly string[]): Promise<string> {
      const pictures = await Promise.all(urls.map((url) => readPixels(url)));
      return inBase64(await drawSheet(pictures, pipelineFor, false));
    },
    async strip(url: string, most: number, step: number): Promise<string> {
      return inBase64(await drawSheet(await clipAt(url, most, step), pipelineFor, true));
    },
  };
}

async function inBase64(blob: Blob): Promise<string> {
  let text = '';
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

const page = {
  open,
  async drawSet(): Promise<{ path: string; base64: string }[]> {
    const files = await drawSet();
    return Promise.all(
      files.map(async ({ path, bytes }) => ({ path, base64: await inBase64(new Blob([bytes.slice()])) })),
    );
  },
};

declare global {
  var masks: typeof page;
  var judge: Awaited<ReturnType<typeof open>>;
}
globalThis.masks = page;
