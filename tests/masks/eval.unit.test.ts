// The measurement itself, as `npm run eval:masks` runs it, on pictures that the demo source draws: a real browser, the
// engine that is on air, no footage needed.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { evaluate, main } from '../../tools/masks/eval';

const folder = mkdtempSync(path.join(tmpdir(), 'everframe-sheets-'));
afterEach(() => vi.restoreAllMocks());

test('the drawn presenter is cut out better than by the bare net, and the sheets are there to be looked at', async () => {
  const { groups, clips } = await evaluate({
    folder: null,
    clips: null,
    only: '',
    engine: 'cpu',
    model: 'selfie-landscape',
    scale: 1,
    cadence: 1,
    light: false,
    onlyCarried: false,
    frames: 2,
    speed: false,
    sheets: folder,
  });
  const sheets = readdirSync(folder);
  rmSync(folder, { recursive: true });
  expect(groups).toMatchObject([{ group: 'drawn', pictures: 6, missed: null }]);
  expect(groups[0]?.boundaryIou).toBeGreaterThan((groups[0]?.bareBoundaryIou ?? 1) + 0.02);
  expect(clips).toEqual([]);
  expect(sheets).toEqual(['drawn.png']);
});

test('wrong use is explained and ends with 2; a folder without labels is named', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  for (const wrong of [[], ['a', 'b'], ['a', '--drawn'], ['--drawn', '--engine', 'magic'], ['--drawn', '--colour']]) {
    expect(await main(wrong)).toBe(2);
  }
  expect(String(said.mock.calls.at(-1))).toContain('npm run eval:masks -- DIR');
  await expect(main([tmpdir()])).rejects.toThrow(/index.json is missing/);
});
