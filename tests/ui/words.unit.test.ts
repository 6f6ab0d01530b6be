// What the page says, told as stories: every sentence is about the viewers first, and every error has three parts.
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/base/errors';
import type { RibbonPart, StudioSnapshot } from '../../src/app/studio-snapshot';
import { causeWords, errorWords, type ErrorScene } from '../../src/ui/words/errors';
import { figuresOf, workOf } from '../../src/ui/words/figures';
import { counter, lasting, percent, size, sizeOf } from '../../src/ui/words/numbers';
import { ribbonSummary, stretches, stretchText } from '../../src/ui/words/ribbon';
import { awayOf, isAway, statusOf, stepsBack } from '../../src/ui/words/status';
import { fileUse } from '../../src/ui/files';
import { liveSnapshot } from './fixtures/snapshots';

const NOW = Date.UTC(2025, 5, 1, 14, 32, 8);
const MINUTE = 60_000;

function snapshot(change: Partial<StudioSnapshot> = {}): StudioSnapshot {
  return { ...liveSnapshot(NOW), ...change };
}

/** Sentences as a person reads them: the gap before a unit is a space. */
function read(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

describe('the status row', () => {
  it('tells a person on air what viewers see and for how long', () => {
    const status = statusOf(snapshot(), NOW);
    expect(status.pill).toBe('live');
    expect(read(`${status.lead} ${status.rest}`)).toBe('Viewers see you, background blurred. On air for 42 min.');
  });

  it('does not hide that the room is seen', () => {
    expect(statusOf(snapshot({ background: { mode: 'off' }, roomHidden: false }), NOW).lead).toBe(
      'Viewers see you and your room.',
    );
  });

  it('names the file when a file is on air', () => {
    const source = { ...snapshot().source, kind: 'file' as const, label: 'holiday.mp4' };
    expect(statusOf(snapshot({ source }), NOW).lead).toBe('Viewers see holiday.mp4, background blurred.');
  });

  it('says what viewers get while the person model is fetched', () => {
    const model = { ...liveSnapshot(NOW).model, state: 'loading' as const, loadedBytes: 400_000 };
    const status = statusOf(snapshot({ onAir: 'standin', model }), NOW);
    expect(status.lead).toBe('Viewers see a blurred picture.');
    expect(read(status.rest)).toBe('Getting the person model ready, 0.4 of 0.9 MB.');
  });

  it('speaks of the new background alone when that is what stands in', () => {
    const status = statusOf(snapshot({ onAir: 'standin', background: { mode: 'green' } }), NOW);
    expect(status).toMatchObject({ pill: 'standin', lead: 'Viewers see the new background alone.' });
  });

  it('says who holds the picture', () => {
    const status = statusOf(snapshot({ onAir: 'held', hold: 'picture', onAirSinceMs: NOW - 9000 }), NOW);
    expect(read(`${status.lead} ${status.rest}`)).toBe('Held by you. Viewers see the last picture. For 9.0 s.');
  });

  it('is "Starting" before the first picture and "Stopped" after a show', () => {
    const silent = { running: false, onAir: 'nothing' as const };
    expect(statusOf(snapshot({ ...silent, ribbon: [] }), NOW).word).toBe('Starting');
    expect(statusOf(snapshot(silent), NOW)).toMatchObject({ word: 'Stopped', lead: 'Viewers see nothing.' });
  });
});

describe('a camera that stops sending', () => {
  const held: RibbonPart = { onAir: 'held', fromMs: NOW - 17_000, toMs: NOW - 14_000, cause: null, byUser: false };
  const slate: RibbonPart = { onAir: 'slate', fromMs: NOW - 14_000, toMs: null, cause: null, byUser: false };
  const live: RibbonPart = { onAir: 'live', fromMs: NOW - 5 * MINUTE, toMs: NOW - 17_000, cause: null, byUser: false };
  const silent = { ...snapshot().source, state: 'silent' as const };
  const away = snapshot({ onAir: 'slate', onAirSinceMs: NOW - 14_000, source: silent, ribbon: [live, held, slate] });

  it('is a hiccup at first and opens no card', () => {
    expect(isAway(snapshot({ onAir: 'held', onAirSinceMs: NOW - 600 }), NOW)).toBe(false);
    expect(isAway(snapshot({ onAir: 'held', onAirSinceMs: NOW - 2500 }), NOW)).toBe(true);
  });

  it('opens no card for a picture that the person holds', () => {
    expect(isAway(snapshot({ onAir: 'held', onAirSinceMs: NOW - MINUTE, hold: 'picture' }), NOW)).toBe(false);
  });

  it('counts from the last live picture, not from the slate', () => {
    const words = awayOf(away);
    expect(words.sinceMs).toBe(NOW - 17_000);
    expect(words.what).toMatch(/^Your camera stopped sending frames at \d\d:31:51\.$/);
    expect(words.viewers).toBe('Viewers see a slate.');
  });

  it('shows the way back in four steps, one of them now', () => {
    const steps = stepsBack(away, NOW);
    expect(steps.map((step) => step.state)).toEqual(['done', 'now', 'next', 'next']);
    expect(steps.map((step) => step.title)).toEqual([
      'Last picture held',
      'Slate on air',
      'Camera healthy',
      'Live again',
    ]);
    expect(read(steps[0]?.detail ?? '')).toMatch(/^3\.0 s, /);
  });

  it('moves to the third step when frames come again, and says for how long they must', () => {
    const back = {
      ...away,
      source: { ...silent, state: 'open' as const },
      recovery: { healthyMs: 1400, neededMs: 3000, awaitsReturn: false },
    };
    expect(stepsBack(back, NOW).map((step) => step.state)).toEqual(['done', 'done', 'now', 'next']);
    expect(read(stepsBack(back, NOW)[2]?.detail ?? '')).toBe('1.4 of 3.0 s');
    expect(awayOf(back).what).toBe('Frames come again from the camera.');
    expect(read(statusOf(back, NOW).rest)).toBe('Camera healthy for 1.4 of 3.0 s, then live again.');
  });

  it('does not blame the camera while the camera sends', () => {
    const sending = { ...away, source: { ...silent, state: 'open' as const } };
    expect(awayOf(sending).what).toMatch(/^No new picture since \d\d:31:51\.$/);
  });
});

describe('the ribbon', () => {
  it('is short when all went well', () => {
    expect(read(ribbonSummary(snapshot(), NOW))).toBe('Live 100 %');
  });

  it('names frozen or black once there was trouble, also when it is next to nothing', () => {
    const ribbon: RibbonPart[] = [
      { onAir: 'live', fromMs: NOW - 20 * MINUTE, toMs: NOW - MINUTE, cause: null, byUser: false },
      { onAir: 'held', fromMs: NOW - MINUTE, toMs: NOW - MINUTE + 500, cause: 'camera-unplugged', byUser: false },
      { onAir: 'slate', fromMs: NOW - MINUTE + 500, toMs: NOW - 30_000, cause: 'camera-unplugged', byUser: false },
      { onAir: 'live', fromMs: NOW - 30_000, toMs: null, cause: null, byUser: false },
    ];
    expect(read(ribbonSummary(snapshot({ ribbon }), NOW))).toBe('Live 95 %, slate 5 %, frozen or black 1 %');
  });

  it('says 0 % when viewers saw neither', () => {
    const ribbon: RibbonPart[] = [
      { onAir: 'live', fromMs: NOW - 20 * MINUTE, toMs: NOW - MINUTE, cause: null, byUser: false },
      { onAir: 'slate', fromMs: NOW - MINUTE, toMs: null, cause: 'camera-unplugged', byUser: false },
    ];
    expect(read(ribbonSummary(snapshot({ ribbon }), NOW))).toBe('Live 90 %, slate 10 %, frozen or black 0 %');
  });

  it('does not count the time before the show as black', () => {
    const ribbon: RibbonPart[] = [
      { onAir: 'nothing', fromMs: NOW - 2 * MINUTE, toMs: NOW - MINUTE, cause: null, byUser: false },
      { onAir: 'live', fromMs: NOW - MINUTE, toMs: null, cause: null, byUser: false },
    ];
    expect(read(ribbonSummary(snapshot({ ribbon, liveSinceMs: NOW - MINUTE }), NOW))).toBe('Live 100 %');
  });

  it('does not count what stood in while the first picture was made ready', () => {
    const ready: RibbonPart = {
      onAir: 'standin',
      fromMs: NOW - MINUTE,
      toMs: NOW - 57_000,
      cause: null,
      byUser: false,
    };
    const liveSinceMs = NOW - MINUTE;
    const waiting = snapshot({ onAir: 'standin', ribbon: [{ ...ready, toMs: null }], liveSinceMs });
    expect(ribbonSummary(waiting, NOW)).toBe('Getting ready');
    const live: RibbonPart = { onAir: 'live', fromMs: NOW - 57_000, toMs: null, cause: null, byUser: false };
    expect(read(ribbonSummary(snapshot({ ribbon: [ready, live], liveSinceMs }), NOW))).toBe('Live 100 %');
  });

  it('does not call a picture frozen that the person holds, and names who holds it', () => {
    const ribbon: RibbonPart[] = [
      { onAir: 'live', fromMs: NOW - 20 * MINUTE, toMs: NOW - MINUTE, cause: null, byUser: false },
      { onAir: 'held', fromMs: NOW - MINUTE, toMs: null, cause: null, byUser: true },
    ];
    expect(read(ribbonSummary(snapshot({ ribbon }), NOW))).toBe('Live 90 %, held by you 10 %');
    expect(stretches(ribbon, NOW).map((stretch) => stretchText(stretch, NOW))[1]).toContain('picture held by you');
  });

  it('still counts when nothing was live for longer than it remembers', () => {
    const ribbon: RibbonPart[] = [
      { onAir: 'slate', fromMs: NOW - 20 * MINUTE, toMs: null, cause: 'camera-unplugged', byUser: false },
    ];
    expect(read(ribbonSummary(snapshot({ ribbon }), NOW))).toBe('Live 0 %, slate 100 %, frozen or black 0 %');
  });

  it('is of the last ten minutes, whatever began before them', () => {
    const [first, ...rest] = stretches(snapshot().ribbon, NOW);
    expect(first).toMatchObject({ fromMs: NOW - 10 * MINUTE, toMs: NOW, part: { onAir: 'live' } });
    expect(rest).toEqual([]);
    const young: RibbonPart = { onAir: 'demo', fromMs: NOW - MINUTE, toMs: null, cause: null, byUser: false };
    expect(stretches([young], NOW)[0]).toMatchObject({ fromMs: NOW - MINUTE, toMs: NOW });
  });
});

describe('figures', () => {
  it('carry a unit and say where the worst was', () => {
    const [source] = figuresOf(snapshot({ history: { ...snapshot().history, sourceFps: [30, 26.6, 30] } }), NOW);
    expect(read(source?.summary ?? '')).toBe('From the camera: 30.0 fps, lowest 26.6 fps 1 s ago');
  });

  it('are absent rather than nought while there are none', () => {
    const figures = { ...snapshot().figures, delayP50Ms: null, workP50Ms: null };
    expect(figuresOf(snapshot({ figures }), NOW).find((figure) => figure.key === 'delay')?.value).toBeNull();
    expect(workOf(snapshot({ figures })).value).toBeNull();
  });

  it('say what takes the time of a frame', () => {
    expect(read(workOf(snapshot()).note)).toBe('Model 11 ms, the rest 10 ms');
    expect(workOf(snapshot()).parts.map(({ name }) => name)).toEqual(['Camera', 'Model', 'Mask', 'Compose']);
    const demo = snapshot({ source: { ...snapshot().source, kind: 'demo' } });
    expect(workOf(demo).parts[0]?.name).toBe('Demo');
  });
});

describe('numbers', () => {
  it('are written as people say them', () => {
    expect([500, 14_300, 42 * MINUTE, 125 * MINUTE].map((ms) => read(lasting(ms)))).toEqual([
      '0.5 s',
      '14 s',
      '42 min',
      '2 h 5 min',
    ]);
    expect([14_000, 725_000, 3_725_000].map(counter)).toEqual(['0:14', '12:05', '1:02:05']);
    expect([0, 0.001, 0.5, 0.999, 1].map((part) => read(percent(part)))).toEqual([
      '0 %',
      '1 %',
      '50 %',
      '99 %',
      '100 %',
    ]);
    expect([read(size(904_000)), read(size(40_000)), read(sizeOf(400_000, 0))]).toEqual(['0.9 MB', '40 kB', '0.4 MB']);
  });
});

const CODES: readonly ErrorCode[] = [
  'camera-denied',
  'camera-busy',
  'camera-missing',
  'camera-unplugged',
  'camera-constraints',
  'screen-denied',
  'file-unreadable',
  'file-unsupported',
  'picture-unreadable',
  'picture-too-large',
  'model-missing',
  'model-hash',
  'model-unreadable',
  'model-contract',
  'model-run',
  'gpu-missing',
  'gpu-lost',
  'engine-failed',
  'worker-died',
  'setting-invalid',
  'superseded',
  'not-running',
  'unsupported-browser',
  'internal',
];

describe('errors', () => {
  const scene: ErrorScene = { facts: {}, viewers: 'Viewers see a slate.', roomHidden: true, browser: 'Chrome' };

  it.each(CODES)('%s has three whole sentences, and its code is in none', (code) => {
    const words = errorWords(code, scene);
    for (const part of [words.what, words.still, words.todo]) {
      expect(part).toMatch(/^[A-Z"].*\.$/);
      expect(part).not.toMatch(/undefined|null|!|oops|please/i);
      expect(part).not.toContain(code);
    }
    expect(words.name).not.toBe('');
    expect(causeWords(code)).toMatch(/^[a-z]/);
  });

  it('names the camera that another program holds, and says that it is tried again', () => {
    const words = errorWords('camera-busy', { ...scene, facts: { label: 'Logitech BRIO' }, retrying: true });
    expect(words.what).toBe('Another program is using Logitech BRIO.');
    expect(words.still).toBe('Viewers see a slate.');
    expect(words.todo).toContain('We keep trying.');
    expect(words.action?.label).toBe('Try now');
  });

  it('offers another camera when there is one, else a file', () => {
    expect(errorWords('camera-unplugged', { ...scene, otherCamera: true }).action?.label).toBe('Use another camera');
    expect(errorWords('camera-unplugged', scene).action?.label).toBe('Open a file');
  });

  it('says that the room stays hidden when the person model fails, if it does', () => {
    expect(errorWords('model-hash', scene).still).toContain('Your room stays hidden.');
    expect(errorWords('model-hash', { ...scene, roomHidden: false }).still).not.toContain('hidden');
  });

  it('asks nothing of the person where it mends itself', () => {
    expect(errorWords('gpu-lost', scene)).toMatchObject({ needsYou: false, action: null });
  });
});

describe('a dropped file', () => {
  it('is told by its type, or by its name where the system gives none', () => {
    expect(fileUse({ type: 'video/mp4', name: 'a' })).toBe('video');
    expect(fileUse({ type: '', name: 'holiday.MKV' })).toBe('video');
    expect(fileUse({ type: 'image/png', name: 'a' })).toBe('picture');
    expect(fileUse({ type: 'text/plain', name: 'notes.txt' })).toBe('other');
  });
});
