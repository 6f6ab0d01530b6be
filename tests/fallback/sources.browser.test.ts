// Sources that somebody adds, and what viewers see when one of them is over, breaks or is taken away.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EverframeError } from '../../src/base/errors';
import { evenTimes } from '../../tools/clips/encode';
import { makeNumberedClip } from '../sources/made-clips';
import { createFallbackDesk } from '../../src/app/fallback-desk';
import { DEFAULT_FALLBACK } from '../../src/config/fallback';
import type { RememberedFallback } from '../../src/config/fallback-schema';
import { FORMAT, openShow } from './show';

let show: ReturnType<typeof openShow>;
beforeEach(() => {
  show = openShow({ isClipsOnly: true });
});
afterEach(() => {
  show.close();
});

const activeId = () => show.desk.state().active?.id ?? null;
const untilActive = (id: string) => show.until(`${id} on air`, () => activeId() === id);
const more = (count: number) => {
  const wanted = show.seen.length + count;
  return show.until(`${count} pictures`, () => show.seen.length >= wanted);
};
const distinct = () => new Set(show.seen.map(({ print }) => print)).size;

/** A show whose camera has gone, with “Be right back” on air. */
async function lose(): Promise<void> {
  show.startCamera();
  await show.untilReady('be-right-back');
  show.stopCamera();
  await untilActive('be-right-back');
}

async function paintedFile(colour = '#fff', name = 'upright.png'): Promise<File> {
  const context = new OffscreenCanvas(90, 160).getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.fillStyle = colour;
  context.fillRect(0, 0, 90, 160);
  return new File([await context.canvas.convertToBlob()], name);
}

test('a picture and drawn patterns can be switched to on air, and by priority the clip comes back', async () => {
  await lose();
  const still = await show.desk.add({ kind: 'picture', source: await paintedFile() });
  expect(still).toMatchObject({ name: 'upright.png', priority: 4, enabled: true });
  for (const source of [still, await show.desk.add({ kind: 'bars' }), await show.desk.add({ kind: 'pattern' })]) {
    show.desk.wish(source.id);
    await untilActive(source.id);
    await more(10);
    show.seen.length = 0;
    await more(10);
    if (source.kind === 'picture') expect(distinct()).toBe(1);
    else expect(distinct() / show.seen.length).toBeGreaterThan(0.5);
    expect(show.seen.every(({ state }) => state === 'fallback')).toBe(true);
  }
  show.desk.wish(null);
  await untilActive('be-right-back');
});

for (const container of ['mp4', 'webm'] as const)
  test(`a clip that plays once (${container}) hands over to the next by priority`, async () => {
    await lose();
    const file = await makeNumberedClip(evenTimes(12, 30), container);
    const { id } = await show.desk.add({ kind: 'clip', source: file, loop: false });
    show.desk.wish(id);
    await untilActive(id);
    await untilActive('be-right-back');
    show.desk.wish(null);
    expect(show.seen.slice(-5).every(({ state }) => state === 'fallback')).toBe(true);
  });

test('several pictures follow each other, one that cannot be decoded is left out, and once through the next takes over', async () => {
  await lose();
  const words = new File(['no picture'], 'words.png');
  const source = [await paintedFile('#600'), words, await paintedFile('#0a0'), await paintedFile('#fff')];
  const { id } = await show.desk.add({ kind: 'images', source, seconds: 0.5, loop: false });
  show.desk.wish(id);
  await untilActive(id);
  await more(6);
  show.seen.length = 0;
  await untilActive('be-right-back');
  show.desk.wish(null);
  const lumas = show.seen.map(({ luma }) => Math.round(luma / 5));
  const steady = lumas.filter((luma, n) => luma === lumas[n + 1] && luma === lumas[n + 2]);
  expect(new Set(steady).size).toBeGreaterThanOrEqual(3);
  await expect(show.desk.add({ kind: 'images', source: [words] })).rejects.toMatchObject({
    code: 'picture-unreadable',
  });
});

test('sources take turns', async () => {
  show.client.setFallbackSettings({ ...DEFAULT_FALLBACK, mode: 'rotating', dwell: 1 });
  show.desk.takesTurns = true;
  await lose();
  await untilActive('silk');
  await untilActive('be-right-back');
  await untilActive('silk');
  show.desk.takesTurns = false;
});

test('the order is remembered; what was added and is to be kept comes back with its file', async () => {
  const saved: RememberedFallback[][] = [];
  const memory = { saved: [], save: (sources: readonly RememberedFallback[]) => void saved.push([...sources]) };
  const desk = createFallbackDesk(FORMAT, () => undefined, memory);
  const { id } = await desk.add({ kind: 'picture', source: await paintedFile(), keep: true });
  await desk.add({ kind: 'bars' });
  desk.move(id, -5);
  desk.arrange('silk', { enabled: false });
  const again = createFallbackDesk(FORMAT, () => undefined, { ...memory, saved: saved.at(-1) ?? [] });
  const ids = () => again.state().sources.map((source) => `${source.id} ${source.enabled}`);
  await show.until('all of them', () => ids().length === 4);
  expect(ids()).toEqual([`${id} true`, 'self-loop true', 'be-right-back true', 'silk false']);
  again.remove(id);
  const last = createFallbackDesk(FORMAT, () => undefined, { ...memory, saved: saved.at(-1) ?? [] });
  expect(last.state().sources.map((source) => source.id)).toEqual(['self-loop', 'be-right-back', 'silk']);
  for (const one of [desk, again, last]) one.close();
});

test('a clip that breaks on air is told, and the next takes its place', async () => {
  await lose();
  const whole = new Uint8Array(await (await makeNumberedClip(evenTimes(60, 30))).arrayBuffer());
  // The frames of the second half are rubbish; the index and the first frames are not.
  const start = String.fromCharCode(...whole).indexOf('mdat') + 4;
  whole.fill(0xff, start + (whole.length - start) / 2, whole.length - 2000);
  const { id } = await show.desk.add({ kind: 'clip', source: new File([whole], 'broken.mp4') });
  const told = () => show.desk.state().sources.find((source) => source.id === id);
  show.desk.wish(id);
  await show.until('the failure', () => told()?.state === 'failed');
  expect(told()?.trouble).toMatchObject({ code: 'file-unreadable', facts: { name: 'broken.mp4' } });
  await untilActive('be-right-back');
});

test('what cannot be opened is refused with a reason, and nothing is added', async () => {
  const ids = () => show.desk.state().sources.map(({ id }) => id);
  const before = ids();
  const refusal = async (kind: 'clip' | 'picture', source: File | string) =>
    (await show.desk.add({ kind, source }).catch((error: unknown) => error)) as EverframeError;
  const rubbish = new File(['no film at all, only words'], 'words.mp4');
  expect(await refusal('clip', rubbish)).toMatchObject({ code: 'file-unreadable', facts: { name: 'words.mp4' } });
  expect((await refusal('clip', new File([], 'empty.mp4'))).code).toBe('file-unreadable');
  expect((await refusal('clip', await paintedFile())).code).toBe('file-unsupported');
  expect((await refusal('picture', rubbish)).code).toBe('picture-unreadable');
  expect((await refusal('clip', 'fallback/not-there.mp4')).message).toContain('no fallback source was added');
  expect(ids()).toEqual(before);
});

test('one that is removed on air makes room for the next, and with none left the slate stands in', async () => {
  await lose();
  show.desk.remove('be-right-back');
  await untilActive('silk');
  show.desk.remove('silk');
  await show.untilState('slate');
  show.desk.enabled = false;
  await more(5);
  expect(show.seen.at(-1)?.state).toBe('slate');
});

test('switched off, the slate alone stands in; switched on again, the clip', async () => {
  await lose();
  show.desk.enabled = false;
  await show.untilState('slate');
  show.desk.enabled = true;
  await untilActive('be-right-back');
});
