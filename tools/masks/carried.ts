// Masks of which only some come from the net, beside those of a pipeline that asks it for every frame. Runs in the page; what is good
// enough is said in judge.ts.
import type { BareNet } from './bare-net';
import { lumaOf, ratio } from './clips';
import type { CarriedResult } from './judge';
import { addLag, boundaryIou, changeWithin, lagFrames, meanIou, shareBeyond, stillPixels, type Lag } from './measures';
import type { Pipeline } from './pipeline';
import { frameOf, type Pixels } from './stills';

export type CarriedFigures = Omit<CarriedResult, 'clip' | 'missed'>;

/** Of the picture: where neither shows more there is no person to compare. */
const LEAST_PERSON = 0.01;
const WORST_OF = 20;

/** Both keep their memory from frame to frame, as on air. */
export async function judgeCarried(
  frames: readonly Pixels[],
  carrying: Pipeline,
  every: Pipeline,
  bareNet: BareNet,
): Promise<CarriedFigures> {
  const lag: Lag = { behind: 0, moved: 0 };
  const flicker = { carried: 0, every: 0, bare: 0 };
  const lists = {
    iou: [] as number[],
    boundary: [] as number[],
    step: [] as number[],
    shown: [] as number[],
    hidden: [] as number[],
  };
  let before: { luma: Uint8Array; carried: Uint8Array; every: Uint8Array; bare: Uint8Array } | null = null;
  carrying.reset();
  every.reset();
  for (const picture of frames) {
    const now = {
      luma: lumaOf(picture),
      carried: await carrying.mask(frameOf(picture)),
      every: await every.mask(frameOf(picture)),
      bare: await bareNet.mask(picture.data, picture),
    };
    if (before) {
      const still = stillPixels(now.luma, before.luma, picture);
      for (const way of ['carried', 'every', 'bare'] as const)
        flicker[way] += changeWithin(now[way], before[way], still);
      addLag(lag, now.carried, now.every, before.every);
    }
    const former = before?.every;
    before = now;
    const nobody = new Uint8Array(now.every.length);
    if (Math.max(shareBeyond(now.carried, nobody), shareBeyond(now.every, nobody)) < LEAST_PERSON) continue;
    lists.iou.push(meanIou(now.carried, now.every));
    lists.boundary.push(boundaryIou(now.carried, now.every, picture));
    if (former) lists.step.push(meanIou(now.every, former));
    lists.shown.push(shareBeyond(now.carried, now.every));
    lists.hidden.push(shareBeyond(now.every, now.carried));
  }
  const [first] = frames;
  if (!first) throw new Error('the clip has no frame');
  return {
    frames: frames.length,
    inferredShare: carrying.inferredShare(),
    meanIou: mean(lists.iou),
    meanIouLow: lists.iou.sort((a, b) => a - b)[Math.floor(lists.iou.length / WORST_OF)] ?? null,
    boundaryIou: mean(lists.boundary),
    everyStepIou: mean(lists.step),
    shownBeyond: mean(lists.shown),
    hiddenBeyond: mean(lists.hidden),
    lagFrames: lagFrames(lag),
    flickerRatio: ratio(flicker.carried, flicker.bare, first, frames.length),
    everyFlickerRatio: ratio(flicker.every, flicker.bare, first, frames.length),
  };
}

function mean(list: readonly number[]): number | null {
  return list.length > 0 ? list.reduce((sum, value) => sum + value, 0) / list.length : null;
}
