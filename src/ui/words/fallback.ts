// What is said of a source that may stand in for the live picture. Pure.
import type { FallbackSourceState } from '../../app/fallback-desk';

const REASONS: Record<string, string> = {
  'file-unsupported': 'This browser cannot play it. The next one takes over.',
  'file-unreadable': 'It could not be read. The next one takes over.',
  'picture-unreadable': 'The picture could not be read. The next one takes over.',
  'picture-too-large': 'The picture is too large. The next one takes over.',
};

export function fallbackNote({ state, trouble, priority }: FallbackSourceState): string {
  if (state === 'failed') return REASONS[trouble?.code ?? ''] ?? 'It failed. The next one takes over.';
  if (state === 'preparing') return 'getting ready';
  return priority === 1 ? 'when it takes longer' : 'if the one above fails';
}
