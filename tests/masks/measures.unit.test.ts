// What the figures of a mask mean, on masks small enough to count by hand; and which of them fail a group or a clip.
import { describe, expect, it } from 'vitest';
import { judgeCarried, judgeClip, judgeGroups, type CorpusRow } from '../../tools/masks/judge';
import {
  addLag,
  boundaryIou,
  changeWithin,
  lagFrames,
  meanIou,
  shareBeyond,
  stillPixels,
} from '../../tools/masks/measures';

const SIZE = { width: 40, height: 20 };
const upTo = (edge: number, inside = 255) =>
  Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (i % SIZE.width < edge ? inside : 0));

describe('measures of a mask', () => {
  it('are 1 for the truth itself, however soft', () => {
    for (const truth of [upTo(20), upTo(20, 128), upTo(0), upTo(40)]) {
      expect(meanIou(truth, truth)).toBe(1);
      expect(boundaryIou(truth, truth, SIZE)).toBe(1);
    }
  });

  it('count an edge that is two columns off', () => {
    expect(meanIou(upTo(22), upTo(20))).toBeCloseTo((20 / 22 + 18 / 20) / 2, 6);
    // Bands of columns 18..21 and 16..19.
    expect(boundaryIou(upTo(22), upTo(20), SIZE)).toBeCloseTo(2 / 6, 6);
  });

  it('say which share of the picture one shows and the other hides', () => {
    expect(shareBeyond(upTo(22), upTo(20))).toBeCloseTo(2 / 40, 6);
    expect(shareBeyond(upTo(20), upTo(22))).toBe(0);
  });

  it('see flicker only where the picture is still', () => {
    const still = stillPixels(upTo(10, 100), upTo(10, 103), SIZE);
    expect(still.every((value) => value === 1)).toBe(true);
    const moved = stillPixels(upTo(12, 100), upTo(10, 100), SIZE);
    expect(moved[5]).toBe(1);
    expect(moved[8]).toBe(0);
    expect(moved[30]).toBe(1);
    expect(changeWithin(upTo(12), upTo(10), moved)).toBe(0);
  });

  it('find a mask that is one frame behind, and one that is half', () => {
    const behind = (steadied: Uint8Array) => {
      const lag = { behind: 0, moved: 0 };
      addLag(lag, steadied, upTo(20), upTo(10));
      return lagFrames(lag);
    };
    expect(behind(upTo(20))).toBe(0);
    expect(behind(upTo(10))).toBe(1);
    expect(behind(upTo(15))).toBeCloseTo(0.5, 6);
    expect(lagFrames({ behind: 0, moved: 0 })).toBeNull();
  });
});

const row = (src: string, teacher: string): CorpusRow => ({ img: '', alpha: '', src, group: src, t: 0, teacher });
const five = (src: string, teacher: string) => Array.from({ length: 5 }, () => row(src, teacher));
const figures = (iou: number, boundary: number) => ({ meanIou: iou, boundaryIou: boundary, edgeError: 5 });

describe('the bars', () => {
  const judged = (teacher: string, ours: readonly [number, number]) =>
    judgeGroups(
      five('room', teacher),
      five('', '').map(() => ({ ours: figures(...ours), bare: figures(0.95, 0.8) })),
    )[0]?.missed;

  it('want the overlap of the bare net and a better edge, where the matte is a better model’s', () => {
    expect(judged('rvm', [0.9495, 0.81])).toBeNull();
    expect(judged('rvm', [0.948, 0.81])).toMatch(/mean IoU 0.9480, at least 0.9490/);
    expect(judged('rvm', [0.96, 0.8])).toMatch(/boundary IoU/);
  });

  it('want only the overlap where the matte is of the net’s own family', () => {
    expect(judged('mediapipe', [0.941, 0.7])).toBeNull();
    expect(judged('mediapipe', [0.939, 0.9])).toMatch(/mean IoU/);
  });

  it('leave out groups of fewer than five', () => {
    const rows = five('few', 'rvm').slice(1);
    expect(
      judgeGroups(
        rows,
        rows.map(() => ({ ours: figures(0, 0), bare: figures(1, 1) })),
      ),
    ).toEqual([]);
  });

  it('want half of the flicker and no frame of lag, and ask nothing where nothing was measured', () => {
    const clip = {
      clip: 'a.mp4',
      frames: 9,
      flickerRatio: 0.4,
      noiseFlickerRatio: null,
      lagFrames: 0.1,
      jumpFrames: 0,
    };
    expect(judgeClip(clip).missed).toBeNull();
    expect(judgeClip({ ...clip, flickerRatio: 0.51 }).missed).toMatch(/flicker 0.51/);
    expect(judgeClip({ ...clip, noiseFlickerRatio: 2 }).missed).toMatch(/noise/);
    expect(judgeClip({ ...clip, jumpFrames: 2 }).missed).toMatch(/jump/);
  });

  it('want of a carried mask what every-frame inference says, as far as that agrees with itself', () => {
    const carried = {
      clip: 'a.mp4',
      frames: 60,
      inferredShare: 0.6,
      meanIou: 0.999,
      meanIouLow: 0.99,
      boundaryIou: 0.97,
      everyStepIou: 0.995,
      shownBeyond: 0.0001,
      hiddenBeyond: 0.0001,
      lagFrames: 0.02,
      flickerRatio: 0.4,
      everyFlickerRatio: 0.42,
    };
    expect(judgeCarried(carried).missed).toBeNull();
    expect(judgeCarried({ ...carried, meanIou: 0.9 }).missed).toMatch(/mean IoU/);
    expect(judgeCarried({ ...carried, shownBeyond: 0.01 }).missed).toMatch(/shown beyond/);
    expect(judgeCarried({ ...carried, lagFrames: 1 }).missed).toMatch(/lag/);
    expect(judgeCarried({ ...carried, flickerRatio: 0.5 }).missed).toMatch(/flicker/);
    const wavering = { ...carried, everyStepIou: 0.7, meanIou: 0.9, meanIouLow: 0.5 };
    expect(judgeCarried(wavering).missed).toBeNull();
    expect(judgeCarried({ ...wavering, meanIou: 0.6 }).missed).toMatch(/mean IoU/);
  });
});
