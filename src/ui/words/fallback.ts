// What is said of the sources that may stand in for the live picture, and of how they come on air. Pure.
import type { FallbackSourceState } from '../../app/fallback-desk';
import { SHIPPED_FALLBACKS } from '../../app/fallback-sources';
import type { FallbackMode, FallbackTime } from '../../config/fallback';
import { lasting, percent, withUnit } from './numbers';

const REASONS: Record<string, string> = {
  'file-unsupported': 'This browser cannot play it. The next one takes over.',
  'file-unreadable': 'It could not be read. The next one takes over.',
  'picture-unreadable': 'The picture could not be read. The next one takes over.',
  'picture-too-large': 'The picture is too large. The next one takes over.',
};

function loopNote({ loop, gatheredMs, neededMs, trouble }: NonNullable<FallbackSourceState['selfLoop']>): string {
  if (trouble === 'cutout') return 'not with a cut-out. The next one takes over.';
  if (trouble === 'no-encoder') return 'This browser cannot record one. The next one takes over.';
  if (loop) return `${lasting(loop.lengthMs)}, seam ${percent(loop.score)}`;
  const seconds = (ms: number) => (ms / 1000).toFixed(0);
  if (gatheredMs < neededMs) return `needs ${withUnit(seconds(neededMs), 's')} of picture, has ${seconds(gatheredMs)}`;
  return 'looking for a good one';
}

/** `isFirst`: of those that are switched on. */
export function fallbackNote(source: FallbackSourceState, isFirst: boolean): string {
  const { kind, state, trouble, selfLoop } = source;
  if (kind === 'self-loop') return selfLoop ? loopNote(selfLoop) : 'getting ready';
  if (state === 'failed') return REASONS[trouble?.code ?? ''] ?? 'It failed. The next one takes over.';
  if (state === 'preparing') return 'getting ready';
  return isFirst ? 'when it takes longer' : 'if the one above fails';
}

export const isShipped = ({ id }: FallbackSourceState) => SHIPPED_FALLBACKS.some(({ source }) => source.id === id);

const KIND_WORDS: Record<FallbackSourceState['kind'], string> = {
  clip: 'Clip',
  picture: 'Picture',
  images: 'Pictures',
  bars: 'Drawn',
  pattern: 'Drawn',
  'self-loop': 'Of the last seconds',
};

export function kindWords(source: FallbackSourceState): string {
  const { kind, loop, state, trouble } = source;
  if (state === 'failed') return REASONS[trouble?.code ?? ''] ?? 'It failed.';
  const once = (kind === 'clip' || kind === 'images') && !loop ? ', once' : '';
  return `${KIND_WORDS[kind]}${once}`;
}

export const MODE_WORDS: Record<FallbackMode, string> = {
  immediate: 'At once',
  delayed: 'After a while',
  gradual: 'Slow cross-fade',
  rotating: 'In turns',
};
export const MODE_NOTES: Record<FallbackMode, string> = {
  immediate: 'As soon as the camera counts as lost.',
  delayed: 'The last picture stays for longer first.',
  gradual: 'Fades over, and back the same way.',
  rotating: 'One after the other, in the order above.',
};
/** The times that belong to a mode. */
export const timesOf = (mode: FallbackMode): readonly FallbackTime[] =>
  mode === 'delayed' ? ['delay'] : mode === 'gradual' ? ['transition'] : mode === 'rotating' ? ['dwell'] : [];

export const TIME_WORDS: Record<FallbackTime, { readonly label: string; readonly note?: string }> = {
  delay: { label: 'Wait for longer' },
  transition: { label: 'Cross-fade' },
  dwell: { label: 'Each one for' },
  noFrame: { label: 'No frame for', note: 'then the camera counts as lost' },
  frozen: { label: 'The same picture for', note: 'then it counts as lost, too' },
  recovery: { label: 'Camera healthy for', note: 'before it is live again' },
};
