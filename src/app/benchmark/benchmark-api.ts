// `everframe.benchmark`: the benchmark for scripts and for the command. Documented in docs/api.md; checks what it is given.
import * as v from 'valibot';
import { EverframeError } from '../../base/errors';
import { compareResults, type Comparison } from '../../benchmark/compare-results';
import { checkResult, readResult } from '../../benchmark/read-result';
import type { BenchmarkResult } from '../../benchmark/result';
import { SHAPES, type Shape } from '../../benchmark/shapes';
import { resultTable } from '../../benchmark/table';
import { check } from '../checked';
import { benchmarkDesk, type BenchmarkStudio, type UsedPlan } from './benchmark-desk';
import type { BenchmarkProgress } from './run';

export interface BenchmarkOptions {
  /** `quick` (three minutes) where nothing is said. */
  readonly shape?: Shape['kind'];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BenchmarkProgress) => void;
}

/** What is no result rejects with `file-unreadable`, which says all that is wrong with it. */
export interface BenchmarkApi {
  /** Rejects with the signal's reason, and leaves nothing behind. */
  run(options?: BenchmarkOptions): Promise<BenchmarkResult>;
  /** A result file, or its text. */
  read(file: Blob | string): Promise<BenchmarkResult>;
  compare(a: BenchmarkResult, b: BenchmarkResult): Promise<Comparison>;
  /** Markdown, to paste into an issue. */
  table(result: BenchmarkResult): Promise<string>;
  /** Puts the plan of a result in force. */
  use(result: BenchmarkResult): Promise<UsedPlan>;
}

const options = v.optional(
  v.strictObject({
    shape: v.optional(v.picklist(Object.keys(SHAPES) as Shape['kind'][]), 'quick'),
    signal: v.optional(v.instance(AbortSignal)),
    onProgress: v.optional(v.function()),
  }),
  {},
);

function whole(read: ReturnType<typeof readResult>): BenchmarkResult {
  if (read.ok) return read.result;
  throw new EverframeError('file-unreadable', read.problems.join(' '));
}

export function createBenchmarkApi(studio: BenchmarkStudio): BenchmarkApi {
  const desk = benchmarkDesk(studio);
  const checked = (result: unknown) => whole(checkResult(result));
  return {
    async run(given) {
      const { shape, signal, onProgress } = check(options, given, 'options', 'no benchmark was begun');
      return desk.run(shape, signal, onProgress);
    },
    read: async (file) => whole(readResult(typeof file === 'string' ? file : await file.text())),
    compare: (a, b) => new Promise((resolve) => resolve(compareResults(checked(a), checked(b)))),
    table: (result) => new Promise((resolve) => resolve(resultTable(checked(result)))),
    use: async (result) => desk.use(checked(result)),
  };
}
