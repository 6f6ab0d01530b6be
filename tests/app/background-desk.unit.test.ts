// Wishes for a background that overtake each other, some of which fail: the room is on show only where nobody wants it
// hidden any more.
import { expect, it } from 'vitest';
import { createBackgroundDesk } from '../../src/app/background-desk';
import type { Backdrops } from '../../src/app/backdrops';
import type { VisionClient } from '../../src/app/vision-client';
import { EverframeError } from '../../src/base/errors';
import type { Background } from '../../src/config/background';
import { NOTHING_REMEMBERED } from '../../src/config/remembered';

/** A desk whose pictures are decoded, or found broken, when the story says so. */
function openDesk(first: Background) {
  const shown: Background[] = [first];
  const names = new Map<Blob, string>();
  const decoding = new Map<string, (error?: Error) => void>();
  const backdrops: Pick<Backdrops, 'find' | 'make' | 'keep'> = {
    find(_mode, source) {
      const name = typeof source === 'string' ? source : '';
      const file = new Blob();
      names.set(file, name);
      return Promise.resolve({ name, file, isOwn: false });
    },
    make: (_mode, { file }) => Promise.resolve({ kind: 'image', file }),
    keep: () => Promise.resolve(),
  };
  const client: Pick<VisionClient, 'opened' | 'alive' | 'setBackdrop'> = {
    opened: Promise.resolve({ adapter: '', threads: 1, openMs: 1 }),
    alive: true,
    setBackdrop: (backdrop) =>
      new Promise((resolve, reject) => {
        if (backdrop?.kind !== 'image') throw new Error('only pictures are chosen here');
        decoding.set(names.get(backdrop.file) ?? '', (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
  const now = () => shown.at(-1);
  const desk = createBackgroundDesk(backdrops as Backdrops, {
    now,
    apply: (next) => Promise.resolve(void shown.push(next)),
    rename: (next) => void shown.push(next),
    saved: () => NOTHING_REMEMBERED,
    remember: () => undefined,
    inCharge: () => client as VisionClient,
  });
  /** A moment later. */
  const breathe = () => new Promise((resolve) => setTimeout(resolve));
  return {
    desk,
    now,
    breathe,
    choose: async (source: string) => {
      const outcome = desk.set({ mode: 'image', source }).then(
        () => 'shown',
        ({ code }: EverframeError) => code,
      );
      await breathe();
      return { outcome };
    },
    decode: async (name: string, error?: Error) => {
      decoding.get(name)?.(error);
      await breathe();
    },
  };
}
const BROKEN = new EverframeError('picture-unreadable', 'not a picture');
const ROOM = { mode: 'off' } as const;

it('a picture over a room that is on show hides it at once, and brings it back where it does not decode', async () => {
  const { now, choose, decode } = openDesk(ROOM);
  const { outcome } = await choose('broken');
  expect(now().mode).toBe('image');
  await decode('broken', BROKEN);
  expect(await outcome).toBe('picture-unreadable');
  expect(now()).toEqual(ROOM);
});

it('the older of two does not decode: the room stays hidden until the newer is there', async () => {
  const { now, choose, decode } = openDesk(ROOM);
  const older = await choose('broken');
  const newer = await choose('dunes');
  await decode('broken', BROKEN);
  expect(await older.outcome).toBe('picture-unreadable');
  expect(now().mode).toBe('image');
  await decode('dunes');
  expect(await newer.outcome).toBe('shown');
  expect(now()).toEqual({ mode: 'image', name: 'dunes' });
});

it('the newer of two does not decode: what was there before both is there again', async () => {
  const { now, choose, decode } = openDesk({ mode: 'green' });
  const older = await choose('dunes');
  const newer = await choose('broken');
  await decode('dunes');
  expect(await older.outcome).toBe('superseded');
  await decode('broken', BROKEN);
  expect(await newer.outcome).toBe('picture-unreadable');
  expect(now()).toEqual({ mode: 'green' });
});

it('the room that is asked for while a picture is being decoded is what is shown, and stays', async () => {
  const { desk, now, choose, decode } = openDesk({ mode: 'blur', strength: 3 });
  const { outcome } = await choose('dunes');
  await desk.set(ROOM);
  await decode('dunes');
  expect(await outcome).toBe('superseded');
  expect(now()).toEqual(ROOM);
});
