// Times both engines in spare workers beside the one on air, for as long as a person may be kept in the dark about it.
import { EverframeError } from '../base/errors';
import type { Timing } from './engine-choice';
import type { EngineRoom } from './engine-room';

const FRAMES = 12;
const LIMIT_MS = 10_000;

/** Median ms of a masked frame on each engine. Rejects when both together take over 10 s; the spare worker ends with it. */
export async function timeEngines(room: Pick<EngineRoom, 'timeSpare'>): Promise<Timing> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const over = new Promise<never>((_resolve, reject) => {
    limit.addEventListener('abort', () => {
      reject(new EverframeError('engine-failed', `it took over ${LIMIT_MS / 1000} s`));
    });
  });
  const cpu = await Promise.race([room.timeSpare('cpu', FRAMES, limit), over]);
  const webgpu = await Promise.race([room.timeSpare('webgpu', FRAMES, limit), over]);
  return { cpuMs: cpu.ms, webgpuMs: webgpu.ms };
}
