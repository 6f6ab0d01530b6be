// The knobs of quality in words: what each value means, and where it changes nothing here. Pure.
import type { LoadTrial } from '../../app/load-trial';
import type { QualityState, StudioSnapshot } from '../../app/studio-snapshot';
import {
  FRAME_SKIPPING,
  LEVELS,
  OPTIMISATIONS,
  PRESETS,
  PROCESSING_MODES,
  PROFILES,
  STRATEGIES,
  type QualitySettings,
} from '../../config/quality';
import { withUnit } from './numbers';
import { LEVEL_WORDS } from './quality';

export const TRY_SECONDS = 6;

interface Option {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
  readonly disabled?: boolean;
}

const PRESET_WORDS: Readonly<Record<(typeof PRESETS)[number], string>> = {
  streaming: 'Streaming',
  recording: 'Recording',
  meeting: 'Meeting',
  quiet: 'Quiet machine',
  custom: 'Custom',
};

/** "Streaming, 30 fps": with the rate that is aimed at now where it is the one in force. */
export function presetOptions({ preset, settings }: QualityState): readonly Option[] {
  return PRESETS.filter((one) => one !== 'custom' || preset === 'custom').map((value) => ({
    value,
    label: value === preset ? `${PRESET_WORDS[value]}, ${withUnit(settings.targetFps, 'fps')}` : PRESET_WORDS[value],
  }));
}

const options = <Value extends string>(values: readonly Value[], words: Readonly<Record<Value, string>>) =>
  values.map((value): Option => ({ value, label: words[value] }));

export const STRATEGY_OPTIONS = options(STRATEGIES, {
  aggressive: 'The picture: the rate comes first',
  balanced: 'Mostly the picture',
  conservative: 'The rate: the picture comes first',
  adaptive: 'By how the last minutes went',
});
export const STRATEGY_NOTES: Readonly<Record<QualitySettings['strategy'], string>> = {
  aggressive: 'A level is left when it holds less than 95 of 100 pictures.',
  balanced: 'A level is left when it holds less than 90 of 100 pictures.',
  conservative: 'A level is left when it holds less than 60 of 100 pictures, or less than the lowest rate.',
  adaptive: 'The rate comes first, until not even the lowest level held it for half a minute.',
};

export const MODE_OPTIONS = options(PROCESSING_MODES, {
  realtime: 'The newest picture wins',
  balanced: 'After a short delay',
  quality: 'None: every picture, files wait',
  batch: 'None, at the highest level, as long as it takes',
});
export const MODE_NOTES: Readonly<Record<QualitySettings['mode'], string>> = {
  realtime: 'What comes too late is left out.',
  balanced: 'A file may fall 0.15 s behind before a picture of it is left out.',
  quality: 'A file plays more slowly where the machine needs longer. Quality still gives way first.',
  batch: 'A file plays as slowly as the machine needs. Quality does not give way.',
};

export const modeHere = ({ sourceWaits, settings }: QualityState): string =>
  sourceWaits || settings.mode === 'realtime' ? '' : 'Nothing changes now: only a file can wait, your source does not.';

export function targetNote({ program, quality }: Pick<StudioSnapshot, 'program' | 'quality'>): string {
  const asked = quality?.settings.targetFps ?? 0;
  return asked > program.fps ? `The program has ${withUnit(program.fps, 'fps')}: more is not shown.` : '';
}

export const levelMaxOptions = ({ levels }: QualityState): readonly Option[] =>
  LEVELS.map((value) => ({
    value,
    label: value === 'ultra-high' ? 'As high as this machine holds' : LEVEL_WORDS[value],
    ...(value !== 'ultra-high' && !levels.includes(value) && { note: 'not there on this engine' }),
  }));

export const neighbourWords = (share: number): string => (share === 0 ? 'Nothing' : withUnit(share, '%'));

const PROFILE_WORDS: Readonly<Record<(typeof PROFILES)[number], string>> = {
  'low-end': 'Low-end',
  medium: 'Medium',
  'high-end': 'High-end',
  workstation: 'Workstation',
};

export function profileOptions({ profile }: QualityState): readonly Option[] {
  const found = profile.found ? `Auto: ${PROFILE_WORDS[profile.found].toLowerCase()}` : 'Auto';
  return [{ value: 'auto', label: found }, ...options(PROFILES, PROFILE_WORDS)];
}

const PROFILE_NOTES: Readonly<Record<(typeof PROFILES)[number], string>> = {
  'low-end': 'Medium at most, and 30 fps.',
  medium: 'High at most.',
  'high-end': 'No ceiling; 1080p is recommended at most.',
  workstation: 'No ceiling.',
};

export function profileNote({ profile }: QualityState): string {
  const { name, speed } = profile;
  const measured = speed
    ? `A frame of 1280 × 720 takes ${withUnit(Math.round(speed.modelMs + speed.restMs), 'ms')} here at best.`
    : 'Not measured yet: that takes some seconds with the background hidden.';
  return name ? `${PROFILE_NOTES[name]} ${measured}` : measured;
}

export const OPTIMISATION_OPTIONS = options(OPTIMISATIONS, {
  conservative: 'None: the plain ways only',
  balanced: 'Those that give the same picture',
  aggressive: 'All',
  custom: 'Each its switch',
});

/** What it comes to on the engine that runs. */
export function optimisationNote(
  { engine }: Pick<StudioSnapshot, 'engine'>,
  { optimisation }: QualitySettings,
): string {
  if (engine.kind === 'cpu') {
    return engine.threads > 1
      ? 'The person model has two threads here: sooner done, for a quarter more work.'
      : 'The person model has one thread here. The processor has no other fast way.';
  }
  return optimisation === 'conservative'
    ? 'Frames are read and sent to the graphics card piece by piece.'
    : 'The graphics card takes frames as they are, where it can.';
}

export const SKIPPING_OPTIONS = options(FRAME_SKIPPING, {
  none: 'Every picture',
  nth: 'As often as the level says',
  newest: 'The same, fewer while the machine is late',
  adaptive: 'The same, none while nothing moves',
});

export const SKIPPING_NOTE = 'In the pictures between, what was found moves along with you.';

/** Why a trial would show nothing; empty when it would. */
export function tryReason({ quality, onAir }: Pick<StudioSnapshot, 'quality' | 'onAir'>): string {
  if (!quality || (onAir !== 'live' && onAir !== 'demo')) return 'There is no live picture to make it harder for.';
  if (!quality.settings.automatic) return 'Automatic is off: nothing would change.';
  return quality.levels.length < 2 ? 'There is only one level on this engine: nothing would change.' : '';
}

/** "High to Low: 4 tasks beside it, a frame took up to 61 of 35 ms." */
export function triedWords({ from, lowest, burners, costMs, budgetMs }: LoadTrial): string {
  const load = `${burners} tasks beside it`;
  const cost =
    costMs === null ? '' : `, a frame took up to ${Math.round(costMs)} of ${withUnit(Math.round(budgetMs), 'ms')}`;
  return from === lowest
    ? `It stayed on ${LEVEL_WORDS[from]}: ${load}${cost}.`
    : `${LEVEL_WORDS[from]} to ${LEVEL_WORDS[lowest]}: ${load}${cost}.`;
}
