// Which source stands in, told as stories.
import { expect, it } from 'vitest';
import { chooseSource } from '../../src/fallback/choose-source';
import type { FallbackReadiness, FallbackSource } from '../../src/protocol/fallback';

const source = (id: string, priority: number, enabled = true): FallbackSource => ({
  id,
  name: id,
  kind: 'clip',
  priority,
  loop: true,
  enabled,
});
const CLIP = source('clip', 1);
const PICTURE = source('picture', 2);
const BARS = source('bars', 3);
const ALL = [BARS, CLIP, PICTURE];
const allReady = () => 'ready' as const;
const but =
  (id: string, state: FallbackReadiness) =>
  (of: string): FallbackReadiness =>
    of === id ? state : 'ready';

it('is the first by priority, in whatever order they were set up', () => {
  expect(chooseSource(ALL, allReady, null)).toBe(CLIP);
});

it.each(['failed', 'over', 'preparing', 'waiting'] as const)('the next takes over from one that is %s', (state) => {
  expect(chooseSource(ALL, but('clip', state), null)).toBe(PICTURE);
});

it('one that is switched off is left out', () => {
  expect(chooseSource([source('clip', 1, false), BARS], allReady, null)).toBe(BARS);
});

it('one that somebody switched to comes first while it can be shown', () => {
  expect(chooseSource(ALL, allReady, 'bars')).toBe(BARS);
  expect(chooseSource(ALL, but('bars', 'failed'), 'bars')).toBe(CLIP);
});

it('is none when nothing is ready: the slate', () => {
  expect(chooseSource(ALL, () => 'preparing', null)).toBeNull();
  expect(chooseSource([], allReady, null)).toBeNull();
});
