// `everframe.loops`: the loops in a clip, for scripts. Documented in docs/api.md; checks what it is given. Needs no studio
// that runs, and changes nothing in it.
import * as v from 'valibot';
import { LENGTH_BOUNDS, LOOP_FADE, LOOP_LENGTHS, LOOP_WAYS, SPAN_BOUNDS, type LoopLengths } from '../config/loops';
import type { ClipAnalysis, LoopSpan } from '../protocol/clip-loops-service';
import { check } from './checked';
import { fetchFile } from './fetch-file';

const clip = v.union([v.instance(Blob), v.pipe(v.string(), v.minLength(1))], 'is a File, a Blob or an address');
/** Loaded with the first call. */
const client = () => import('../loop/dom/clip-loops-client');
const DAY_S = 86_400;
const seconds = v.pipe(
  v.number('is a number of seconds'),
  v.finite('is a number of seconds'),
  v.minValue(0, 'is not before the clip'),
  v.maxValue(DAY_S, 'is a time in the clip'),
);
const pairs = v.pipe(
  v.array(v.strictTuple([seconds, seconds], 'is [from, to]'), 'is a list of [from, to]'),
  v.minLength(1, 'has one pair at least'),
  v.maxLength(1000, 'has 1000 pairs at most'),
);
const span = v.pipe(
  v.object({
    startMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
    endMs: v.pipe(v.number(), v.finite()),
    way: v.optional(v.picklist(LOOP_WAYS, 'goes "forwards" or "ping-pong"'), 'forwards'),
  }),
  v.check(
    ({ startMs, endMs }) => endMs - startMs >= SPAN_BOUNDS.leastMs && endMs - startMs <= SPAN_BOUNDS.mostMs,
    'lasts 0.5 to 60 s',
  ),
);
const RUNNING = { onProgress: v.optional(v.function()), signal: v.optional(v.instance(AbortSignal)) };
const fadeRange = `is ${LOOP_FADE.least} to ${LOOP_FADE.most} s`;
const rendering = v.optional(
  v.strictObject({
    ...RUNNING,
    fade: v.optional(
      v.pipe(v.number(fadeRange), v.minValue(LOOP_FADE.least, fadeRange), v.maxValue(LOOP_FADE.most, fadeRange)),
      LOOP_FADE.initial,
    ),
  }),
  {},
);
const length = v.pipe(
  v.number('is a number of seconds'),
  v.minValue(LENGTH_BOUNDS.least, `is ${LENGTH_BOUNDS.least} s at least`),
  v.maxValue(LENGTH_BOUNDS.most, `is ${LENGTH_BOUNDS.most} s at most`),
);
const analysing = v.optional(
  v.pipe(
    v.strictObject({
      ...RUNNING,
      shortest: v.optional(length, LOOP_LENGTHS.shortest),
      longest: v.optional(length, LOOP_LENGTHS.longest),
    }),
    v.check(({ shortest, longest }) => shortest < longest, 'ask for a shortest loop below the longest'),
  ),
  {},
);

export interface RunningOptions {
  /** Hears the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Gives the job up; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The lengths of a loop, in seconds, 1 to 60: 3 to 12 where nothing is said. */
export type AnalysingOptions = RunningOptions & Partial<LoopLengths>;

/** `fade`: of the cross-fade at the seam, in seconds, 0 to 1; 0.3 where nothing is said. */
export type RenderingOptions = RunningOptions & { readonly fade?: number };

export interface LoopModelInfo {
  /** How pictures are compared: `cpu` needs no net. */
  readonly tier: 'cpu';
  /** Grows with every change that changes scores. */
  readonly version: number;
  readonly features: readonly string[];
  readonly score: string;
}

export interface LoopsApi {
  analyse(file: Blob | string, options?: AnalysingOptions): Promise<ClipAnalysis>;
  /** 0 to 1: how well the picture at `toSeconds` follows the one at `fromSeconds`. */
  scoreTransition(file: Blob | string, fromSeconds: number, toSeconds: number): Promise<number>;
  scoreMany(file: Blob | string, pairs: readonly (readonly [from: number, to: number])[]): Promise<number[]>;
  /** The loop as an MP4, with a cross-fade at its seam, or there and back (`way`). */
  render(file: Blob | string, loop: LoopSpan, options?: RenderingOptions): Promise<Blob>;
  modelInfo(): Promise<LoopModelInfo>;
}

const MODEL: LoopModelInfo = {
  tier: 'cpu',
  version: 2,
  features: ['grey thumbnail of 32 x 18, light and contrast taken out', 'movement over three pictures', 'mean light'],
  score:
    '1: a seam that cannot be seen; towards 0: a cut to something else. exp(-cost), the cost in natural steps of the clip.',
};

const NOTHING = 'nothing was done with the clip';

async function open(file: unknown): Promise<Blob> {
  const given = check(clip, file, 'file', NOTHING);
  return typeof given === 'string' ? fetchFile(given, 'file-unreadable') : given;
}

export function createLoopsApi(): LoopsApi {
  const scoreMany: LoopsApi['scoreMany'] = async (file, asked) => {
    const checked = check(pairs, asked, 'pairs', NOTHING);
    const transitions = checked.map(([from, to]) => ({ fromMs: from * 1000, toMs: to * 1000 }));
    return (await client()).scoreTransitions(await open(file), transitions);
  };
  return {
    async analyse(file, options) {
      const { shortest, longest, ...given } = check(analysing, options, 'options', NOTHING);
      const { onProgress = () => undefined, signal } = given as RunningOptions;
      return (await client()).analyseLoops(await open(file), { shortest, longest }, onProgress, signal);
    },
    async scoreTransition(file, fromSeconds, toSeconds) {
      const [score = 0] = await scoreMany(file, [[fromSeconds, toSeconds]]);
      return score;
    },
    scoreMany,
    async render(file, loop, options) {
      const { fade, ...given } = check(rendering, options, 'options', NOTHING);
      const { onProgress = () => undefined, signal } = given as RunningOptions;
      const { startMs, endMs, way } = check(span, loop, 'loop', NOTHING);
      return (await client()).renderLoop(await open(file), { startMs, endMs, way }, fade * 1000, onProgress, signal);
    },
    modelInfo: () => Promise.resolve(MODEL),
  };
}
