// Reads a result file. One that is wrong anywhere gives all that is wrong with it, each naming its place, and no result. Pure.
import * as v from 'valibot';
import { choosePlan } from './choose-plan';
import { RESULT_NAME, RESULT_VERSION, resultSchema, type BenchmarkResult } from './result';

export type ReadResult =
  | { readonly ok: true; readonly result: BenchmarkResult }
  | { readonly ok: false; readonly problems: readonly string[] };

const refuse = (...problems: readonly string[]): ReadResult => ({ ok: false, problems });
const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (isGroup(value)) return 'a group';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the file';
  if (issue.expected === 'never') return `${place} is not a part of a result.`;
  if (issue.path?.at(-1)?.type === 'object' && issue.received === 'undefined') return `${place} is missing.`;
  const wanted = issue.message.startsWith('has to') ? issue.message : `has to be ${issue.expected ?? 'something else'}`;
  return `${place} is ${shown(issue.input)}; it ${wanted}.`;
}

/** What each number allows and all together do not. */
function contradictions({ engines, plan, settings }: BenchmarkResult): string[] {
  const chosen = choosePlan(engines, settings.targetFps);
  const keys = engines.map(({ engine, level }) => `${engine} ${level}`);
  const twice = [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
  const found = twice.map((key) => `engines has ${key} more than once.`);
  if (JSON.stringify(chosen) !== JSON.stringify(plan))
    found.push('plan is not the one that follows from engines: one of them was changed.');
  return found;
}

/** The same for a result that is no text (any more). */
export function checkResult(value: unknown): ReadResult {
  const result = v.safeParse(resultSchema, value);
  if (!result.success) return refuse(...result.issues.map(problemOf));
  const found = contradictions(result.output);
  return found.length > 0 ? refuse(...found) : { ok: true, result: result.output };
}

export function readResult(text: string): ReadResult {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return refuse('This is not a result of a benchmark: it is no JSON, or it was cut off.');
  }
  const head = isGroup(file) ? file.schema : undefined;
  if (!isGroup(head) || head.name !== RESULT_NAME)
    return refuse(`This is not a result of a benchmark: schema.name is not "${RESULT_NAME}".`);
  if (head.version !== RESULT_VERSION) {
    const isNewer = typeof head.version === 'number' && head.version > RESULT_VERSION;
    return refuse(
      isNewer
        ? `The result comes from a newer Everframe (version ${shown(head.version)}; this one reads ${RESULT_VERSION}). Reload the page to update it.`
        : `The version of the result is ${shown(head.version)}; this Everframe reads ${RESULT_VERSION}. Run the benchmark again.`,
    );
  }
  return checkResult(file);
}

/** The file that {@link readResult} reads. */
export const writeResult = (result: BenchmarkResult): string => `${JSON.stringify(result, null, 2)}\n`;
