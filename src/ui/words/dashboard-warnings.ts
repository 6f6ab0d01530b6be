// Warnings in words: what is past its limit, with the figure, and what to do. Pure.
import type { Warning } from '../../telemetry/warnings';
import { percent, withUnit } from './numbers';

const ms = (value: number | null) => withUnit(Math.round(value ?? 0), 'ms');

export interface WarningWords {
  readonly code: Warning['code'];
  readonly title: string;
  readonly text: string;
}

const WORDS: Readonly<Record<Warning['code'], (warning: Warning) => Omit<WarningWords, 'code'>>> = {
  'over-budget': ({ value, limit }) => ({
    title: 'Frames cost more than there is time for',
    text: `95 of 100 take up to ${ms(value)}, and there are ${ms(limit)} for each. Quality goes down by itself; closing other programs keeps it up.`,
  }),
  missed: ({ value }) => ({
    title: 'Frames are missed',
    text: `${percent(value ?? 0)} of the last ten seconds. Close other programs, or choose a smaller camera picture.`,
  }),
  delay: ({ value }) => ({
    title: 'Viewers see you late',
    text: `95 of 100 pictures take up to ${ms(value)}. Close other programs that use the camera or the graphics card.`,
  }),
  'gpu-busy': ({ value }) => ({
    title: 'The graphics card has little to spare',
    text: `It is busy for ${percent(value ?? 0)} of the time with these pictures alone. A game beside it will cost frames.`,
  }),
  pressure: () => ({
    title: 'The computer is very busy',
    text: 'Other programs may be the reason. Quality gives way by one level; closing them brings it back.',
  }),
  'memory-tight': () => ({
    title: 'Memory is scarce',
    text: 'What is not needed is given back by itself. Close other tabs, or use "Free memory" below.',
  }),
  'page-blocked': ({ value }) => ({
    title: 'The page is held up',
    text: `For ${ms(value)} of the last ten seconds it did not answer. Viewers see no difference; what you click may come late.`,
  }),
};

export const warningWords = (warning: Warning): WarningWords => ({
  code: warning.code,
  ...WORDS[warning.code](warning),
});
