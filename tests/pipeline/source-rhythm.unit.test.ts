// Frames that went by, told by a worker that sees only those that it took: the newest is kept for it while it is at work.
import { describe, expect, it } from 'vitest';
import { SourceRhythm } from '../../src/pipeline/source-rhythm';

/** A camera and a worker. `workMs` by the second; answers what the rhythm said about each second. */
function watch(rhythm: SourceRhythm, seconds: number, cameraMs: (s: number) => number, workMs: (s: number) => number) {
  const told: { missed: number; sent: number; usualMs: number }[] = [];
  let nowMs = 0;
  let sentMs = 0;
  for (let second = 0; second < seconds; second++) {
    let missed = 0;
    let sent = 0;
    while (nowMs < (second + 1) * 1000) {
      const askedMs = nowMs;
      // The newest frame that is there, or the next one.
      let frameMs = sentMs + cameraMs(second);
      sent += 1;
      while (frameMs + cameraMs(second) <= askedMs) {
        frameMs += cameraMs(second);
        sent += 1;
      }
      sentMs = frameMs;
      nowMs = Math.max(askedMs, frameMs);
      missed += rhythm.arrived(frameMs * 1000, nowMs - askedMs);
      nowMs += workMs(second);
    }
    told.push({ missed, sent, usualMs: rhythm.usualMs ?? 0 });
  }
  return told;
}

const sum = (seconds: readonly { missed: number; sent: number }[], what: 'missed' | 'sent') =>
  seconds.reduce((total, second) => total + second[what], 0);

describe('a worker that falls behind a camera of 30', () => {
  const seconds = watch(
    new SourceRhythm(),
    90,
    () => 1000 / 30,
    (s) => (s < 20 ? 12 : 80),
  );

  it('misses nothing while it is quick', () => {
    expect(sum(seconds.slice(0, 20), 'missed')).toBe(0);
  });

  it('goes on counting for as long as it is late, not only until it has got used to it', () => {
    const lastMinute = seconds.slice(30);
    // Of 30 frames 12.5 are taken.
    expect(sum(lastMinute, 'missed') / sum(lastMinute, 'sent')).toBeCloseTo(17.5 / 30, 1);
    expect(lastMinute.at(-1)?.usualMs).toBeCloseTo(1000 / 30, 1);
  });
});

it('a worker that was late from the first frame on counts too, while it sees some frames in a row', () => {
  const seconds = watch(
    new SourceRhythm(),
    30,
    () => 1000 / 30,
    () => 45,
  );
  expect(sum(seconds, 'missed') / sum(seconds, 'sent')).toBeCloseTo(1 - 1000 / 45 / 30, 1);
});

it('a camera that slows down in the dark misses nothing: it is waited for', () => {
  const seconds = watch(
    new SourceRhythm(),
    60,
    (s) => (s < 20 ? 1000 / 30 : 1000 / 15),
    () => 20,
  );
  expect(seconds.at(-1)?.usualMs).toBeCloseTo(1000 / 15, 1);
  expect(sum(seconds.slice(25), 'missed')).toBe(0);
});

it('and one that is quick again in the light is known to be', () => {
  const seconds = watch(
    new SourceRhythm(),
    40,
    (s) => (s < 20 ? 1000 / 15 : 1000 / 30),
    () => 30,
  );
  expect(seconds.at(-1)?.usualMs).toBeCloseTo(1000 / 30, 1);
});

it('a stall, a clip that begins again and another source are nobody’s misses', () => {
  const rhythm = new SourceRhythm();
  watch(
    rhythm,
    10,
    () => 1000 / 30,
    () => 12,
  );
  expect(rhythm.arrived(15e6, 5000)).toBe(0);
  expect(rhythm.arrived(0, 10)).toBe(0);
  rhythm.reset();
  expect(rhythm.usualMs).toBeNull();
  expect(rhythm.arrived(90e6, 10)).toBe(0);
});
