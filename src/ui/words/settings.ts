// The configuration in words: programs to choose from, and what is wrong with a file. Pure.
import { parseProgram } from '../../config/program';
import type { SettingProblem } from '../../config/settings-file';
import { pictureSize, withUnit } from './numbers';

const PROGRAMS = ['960x540@30', '1280x720@30', '1280x720@60', '1920x1080@30', '1920x1080@60'];

/** "1280 × 720, 30 fps". */
export function programWords(text: string): string {
  const program = parseProgram(text);
  return program ? `${pictureSize(program.width, program.height)}, ${withUnit(program.fps, 'fps')}` : text;
}

export const programOptions = (now: string): { value: string; label: string }[] =>
  (PROGRAMS.includes(now) ? PROGRAMS : [...PROGRAMS, now]).map((value) => ({ value, label: programWords(value) }));

export interface Refused {
  readonly title: string;
  readonly text: string;
  /** One line each. */
  readonly list: readonly string[];
}

/** A file that cannot be used: as a whole, or for some of its values, each of which is named. */
export function refusedWords(name: string, problems: readonly SettingProblem[]): Refused {
  const whole = problems.find(({ field }) => field === '');
  if (whole) return { title: `${name} cannot be used.`, text: `${whole.message} Nothing was changed.`, list: [] };
  const one = problems.length === 1;
  return {
    title: `${name} has ${one ? 'a value' : `${problems.length} values`} we cannot use.`,
    text: `Nothing was changed. Correct ${one ? 'it' : 'them'} and import again.`,
    list: problems.map(({ message }) => message),
  };
}
