// Times nets and engines in spare workers beside the one on air, for as long as a person may be kept in the dark about it.
import { EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { PersonNetFile } from '../protocol/model-contract';
import type { Timing } from './engine-choice';
import type { EngineRoom } from './engine-room';

const FRAMES = 12;
const LIMIT_MS = 10_000;

type Spares = Pick<EngineRoom, 'inSpare'>;

/** Median ms of a masked frame, warm, with that net on that engine. */
export const timeNet = (room: Spares, kind: EngineKind, { contract, url }: PersonNetFile, limit: AbortSignal) =>
  room.inSpare(kind, limit, async (spare) => {
    await spare.loadModel(contract, url);
    return spare.time(FRAMES);
  });

/** The job, or a rejection when it takes longer. */
export async function within<T>(ms: number, job: (limit: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.timeout(ms);
  const over = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => {
      reject(new EverframeError('engine-failed', `it took over ${ms / 1000} s`));
    });
  });
  return Promise.race([job(limit), over]);
}

/** Median ms of a masked frame on each engine. Rejects when both together take over 10 s; the spare worker ends with it. */
export const timeEngines = (room: Spares, net: PersonNetFile): Promise<Timing> =>
  within(LIMIT_MS, async (limit) => ({
    cpuMs: await timeNet(room, 'cpu', net, limit),
    webgpuMs: await timeNet(room, 'webgpu', net, limit),
  }));
