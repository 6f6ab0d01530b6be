// What is said of a source that may stand in for the live picture. Pure.
import type { FallbackSourceState } from '../../app/fallback-desk';
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

export function fallbackNote({ kind, state, trouble, priority, selfLoop }: FallbackSourceState): string {
  if (kind === 'self-loop') return selfLoop ? loopNote(selfLoop) : 'getting ready';
  if (state === 'failed') return REASONS[trouble?.code ?? ''] ?? 'It failed. The next one takes over.';
  if (state === 'preparing') return 'getting ready';
  return priority === 1 ? 'when it takes longer' : 'if the one above fails';
}
