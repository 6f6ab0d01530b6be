// The page that does the work: engines and decoders are the browser's. eval.ts drives it by calling `masks`.
import type { EngineKind } from '../../src/compositor/engine';
import type { ModelContract } from '../../src/protocol/model-contract';
import { openBareNet } from './bare-net';
import { judgeCarried, type CarriedFigures } from './carried';
import { measureCarriedSpeed, type CarriedSpeedRow } from './carried-speed';
import { judgeClip, readClip, type ClipFigures } from './clips';
import { drawSet } from './drawn-set';
import { openEngine, openPipeline, type Spending } from './pipeline';
import { drawSheet } from './sheets';
import { measureSpeed, type SpeedRow } from './speed';
import { createPipelines, judgeStill, readPixels, type Pixels, type StillFigures } from './stills';

async function open(engine: EngineKind, model: string, spending: Spending) {
  const catalogue = (await (await fetch('/models/catalog.json')).json()) as { models: ModelContract[] };
  const contract = catalogue.models.find(({ id }) => id === model);
  if (!contract) throw new Error(`there is no model ${model}`);
  const bytes = new Uint8Array(await (await fetch(`/models/${contract.file}`)).arrayBuffer());
  const bareNet = await openBareNet(bytes, contract);
  const savesInferences = spending.cadence > 1 || spending.modelTier === 'light';
  const pipelineFor = createPipelines(engine, bytes, contract, spending);
  const clipAt = async (url: string, most: number, step: number): Promise<Pixels[]> =>
    readClip(await (await fetch(url)).blob(), most, step);
  return {
    still: async (img: string, alpha: string, scale: number): Promise<StillFigures> =>
      judgeStill(await readPixels(img, scale), await readPixels(alpha, scale), pipelineFor, bareNet),
    /**
     * `carried` is null where every frame has an inference.
     * @param onlyCarried the rest is not measured: half of the time
     */
    async clip(
      url: string,
      most: number,
      onlyCarried: boolean,
    ): Promise<{ figures: ClipFigures | null; carried: CarriedFigures | null }> {
      const frames = await clipAt(url, most, 1);
      const [first] = frames;
      if (!first) throw new Error(`${url} has no frame`);
      const pipeline = await pipelineFor(first);
      // Of the same size, which a jump is followed by; and what a rung is judged beside.
      const alike = await openPipeline(engine, first, bytes, contract, { ...spending, cadence: 1 });
      const every = await openPipeline(engine, first, bytes, contract);
      try {
        return {
          figures: onlyCarried ? null : await judgeClip(frames, pipeline, alike, bareNet),
          carried: savesInferences ? await judgeCarried(frames, pipeline, every, bareNet) : null,
        };
      } finally {
        alike.dispose();
        every.dispose();
      }
    },
    async speed(): Promise<{ looks: SpeedRow[]; carried: CarriedSpeedRow[] }> {
      const program = await openEngine(engine, { width: 1280, height: 720 });
      try {
        const looks = await measureSpeed(program, bytes, contract);
        return { looks, carried: savesInferences ? await measureCarriedSpeed(program, spending.modelTier) : [] };
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
