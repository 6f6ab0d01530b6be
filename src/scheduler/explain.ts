// Decisions in words: one sentence why, and what a person could do. Figures come from the decision, nothing is looked up. Pure.
import type { Decision, Help } from './decision';
import type { Level } from './ladder';
import type { Cap } from './surroundings';

const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  'ultra-low': 'ultra-low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  'ultra-high': 'ultra-high',
};

const STAGE_WORDS: Readonly<Record<string, string>> = {
  ingest: 'reading the camera',
  model: 'the person model',
  mask: 'the mask',
  compose: 'drawing',
  handover: 'handing the picture over',
};

const CAP_WORDS: Readonly<Record<Cap, string>> = {
  user: 'that is the highest level allowed in the settings',
  unwatched: 'nobody sees the picture',
  pressure: 'the computer is under pressure',
  memory: 'memory is short',
  page: 'the page itself gets its pictures late',
  profile: 'that is the highest level of the system profile',
};

const HELP_WORDS: Readonly<Record<Help, string>> = {
  'close-other-camera-tab': 'Close other tabs and programs that use the camera or the graphics card.',
  'smaller-camera': 'Choose a smaller camera resolution.',
  'smaller-program': 'Choose a smaller program size.',
  'lower-target': 'Ask for fewer pictures a second.',
  'raise-level-max': 'Allow a higher level in the settings.',
  'fewer-effects': 'Switch an effect off.',
  'free-memory': 'Use “Free memory”, or close other tabs.',
  'let-cool': 'Close what else is at work on this computer, and let it cool.',
  'bring-to-front': 'Bring the studio to the front.',
  'leave-less': 'Leave less of the graphics card to other programs.',
  'get-model': 'Download the model of that level.',
};

const ms = (value: number | null) => (value === null ? 'not measured' : `${value.toFixed(0)} ms`);

function tooSlow({ inputs }: Decision): string {
  const { costMs, budgetMs, dearest } = inputs;
  const most = dearest ? `, most of it ${STAGE_WORDS[dearest.stage] ?? dearest.stage} (${ms(dearest.ms)})` : '';
  return `a frame takes ${ms(costMs)} of the ${ms(budgetMs)} it may take${most}`;
}

function why(decision: Decision): string {
  const { reason, inputs } = decision;
  switch (reason.code) {
    case 'too-slow':
      return tooSlow(decision);
    case 'probe-failed':
      return `it was tried: ${tooSlow(decision)}; it rests for ${(reason.restsMs / 1000).toFixed(0)} s, or until the load falls`;
    case 'frames-missed':
      return `${(100 * inputs.missedShare).toFixed(0)} % of the frames are missed, though each takes only ${ms(inputs.costMs)} of ${ms(inputs.budgetMs)}: something else holds them up`;
    case 'room':
      return `a frame takes ${ms(inputs.costMs)}, and about ${ms(inputs.expectedMs)} of ${ms(inputs.budgetThereMs)} are expected there`;
    case 'no-clock':
      return 'frames wait, so there is time for each';
    case 'ceiling':
      return CAP_WORDS[reason.cap];
    case 'chosen':
      return 'chosen by hand';
    case 'refused':
      return {
        'model-missing': 'its model is not here',
        failed: 'it could not be put in place',
        'no-answer': 'it was not in place after 8 s',
      }[reason.why];
  }
}

/** "Down to low: a frame takes 41 ms of the 33 ms it may take, most of it inference (29 ms)." */
export function explain(decision: Decision): string {
  const { from, to, reason } = decision;
  if (reason.code === 'refused') return `Not ${LEVEL_WORDS[from]}: ${why(decision)}. ${LEVEL_WORDS[to]} stays.`;
  const way =
    reason.code === 'chosen' ? 'To' : reason.code === 'room' || reason.code === 'no-clock' ? 'Up to' : 'Down to';
  return `${way} ${LEVEL_WORDS[to]}: ${why(decision)}.`;
}

/** A sentence for each thing that would help, the most likely first. */
export const suggestions = (decision: Decision): readonly string[] => decision.help.map((help) => HELP_WORDS[help]);
