// From figures of single pictures to rows of a table, and what a row has to reach. Pure.
import type { StillFigures } from './stills';

/** What the corpus says about a picture; `teacher` is where its matte comes from. */
export interface CorpusRow {
  readonly img: string;
  readonly alpha: string;
  readonly src: string;
  readonly group: string;
  readonly t: number;
  readonly teacher: string;
}

export interface GroupResult {
  readonly group: string;
  readonly teacher: string;
  readonly pictures: number;
  readonly meanIou: number;
  readonly bareMeanIou: number;
  readonly boundaryIou: number;
  readonly bareBoundaryIou: number;
  readonly edgeError: number;
  readonly bareEdgeError: number;
  /** What was missed, or null. */
  readonly missed: string | null;
}

export interface ClipResult {
  readonly clip: string;
  readonly frames: number;
  /** Change of the mask where the picture does not change, ours over the bare net's; null: nothing was still. */
  readonly flickerRatio: number | null;
  /** The same on its first picture, repeated with a camera's noise. */
  readonly noiseFlickerRatio: number | null;
  /** How far the mask stays behind what moves, in frames. */
  readonly lagFrames: number | null;
  /** Frames until the mask has followed a person who jumps across the picture. */
  readonly jumpFrames: number | null;
  readonly missed: string | null;
}

/** A clip at a cadence above 1, beside the same clip with an inference in every frame; null: nobody is in it, or nothing is still. */
export interface CarriedResult {
  readonly clip: string;
  readonly frames: number;
  /** Of frames that the net was asked for. */
  readonly inferredShare: number;
  /** With the masks of every-frame inference; mean over pictures, and that of the worst of twenty. */
  readonly meanIou: number | null;
  readonly meanIouLow: number | null;
  readonly boundaryIou: number | null;
  /** Of every-frame inference with its own picture before: a net that wavers agrees with nobody. */
  readonly everyStepIou: number | null;
  /** Of the picture: shown here and hidden there, and the other way round. */
  readonly shownBeyond: number | null;
  readonly hiddenBeyond: number | null;
  /** How far the mask stays behind every-frame inference where something moves. */
  readonly lagFrames: number | null;
  /** Of the bare net's flicker, here and with an inference in every frame. */
  readonly flickerRatio: number | null;
  readonly everyFlickerRatio: number | null;
  readonly missed: string | null;
}

const LEAST_PICTURES = 5;
/** A matte of the net's own family: its errors are the net's, so boundaries say little. */
const KIN = 'mediapipe';
const MAX_LOSS = { kin: 0.01, stranger: 0.001 };
const MAX_FLICKER = 0.5;
const MAX_LAG_FRAMES = 1;

/** Groups are what has one `src`; those of fewer than five pictures are left out. */
export function judgeGroups(rows: readonly CorpusRow[], figures: readonly StillFigures[]): GroupResult[] {
  const names = [...new Set(rows.map((row) => row.src))].sort();
  return names.flatMap((group) => {
    const mine = rows.flatMap((row, i) => {
      const found = figures[i];
      return row.src === group && found ? [{ row, found }] : [];
    });
    if (mine.length < LEAST_PICTURES) return [];
    const mean = (pick: (found: StillFigures) => number): number =>
      mine.reduce((sum, { found }) => sum + pick(found), 0) / mine.length;
    const result = {
      group,
      teacher: mine[0]?.row.teacher ?? '',
      pictures: mine.length,
      meanIou: mean((f) => f.ours.meanIou),
      bareMeanIou: mean((f) => f.bare.meanIou),
      boundaryIou: mean((f) => f.ours.boundaryIou),
      bareBoundaryIou: mean((f) => f.bare.boundaryIou),
      edgeError: mean((f) => f.ours.edgeError),
      bareEdgeError: mean((f) => f.bare.edgeError),
    };
    return [{ ...result, missed: groupMiss(result) }];
  });
}

function groupMiss(result: Omit<GroupResult, 'missed'>): string | null {
  const isKin = result.teacher === KIN;
  const least = result.bareMeanIou - (isKin ? MAX_LOSS.kin : MAX_LOSS.stranger);
  if (result.meanIou < least) return `mean IoU ${result.meanIou.toFixed(4)}, at least ${least.toFixed(4)} is wanted`;
  if (!isKin && result.boundaryIou <= result.bareBoundaryIou) {
    return `boundary IoU ${result.boundaryIou.toFixed(4)}, more than ${result.bareBoundaryIou.toFixed(4)} is wanted`;
  }
  return null;
}

export function judgeClip(result: Omit<ClipResult, 'missed'>): ClipResult {
  const { flickerRatio, noiseFlickerRatio, lagFrames, jumpFrames } = result;
  const over = (value: number | null, most: number, what: string): string | null =>
    value !== null && value > most ? `${what} ${value.toFixed(2)}, at most ${most} is wanted` : null;
  const missed =
    over(flickerRatio, MAX_FLICKER, 'flicker') ??
    over(noiseFlickerRatio, MAX_FLICKER, 'flicker in noise') ??
    over(lagFrames, MAX_LAG_FRAMES, 'lag in frames') ??
    over(jumpFrames, MAX_LAG_FRAMES, 'frames to follow a jump');
  return { ...result, missed };
}

/** What a cadence has to hold on a clip, beside every-frame inference, or it is used nowhere. */
const CARRIED = { meanIou: 0.985, meanIouLow: 0.96, lagFrames: 0.25, shownBeyond: 0.002, flickerMore: 0.05 };

export function judgeCarried(result: Omit<CarriedResult, 'missed'>): CarriedResult {
  const { meanIou, meanIouLow, everyStepIou, lagFrames, shownBeyond, flickerRatio, everyFlickerRatio } = result;
  // Where every-frame inference steps further from one picture to the next, it is no measure of more than that.
  const isMeasure = (everyStepIou ?? 1) >= CARRIED.meanIou;
  const least = isMeasure ? CARRIED : { meanIou: everyStepIou ?? 0, meanIouLow: 0 };
  const more = flickerRatio === null ? null : flickerRatio - (everyFlickerRatio ?? 0);
  const says = (value: number | null, isMet: (value: number) => boolean, what: string): string | null =>
    value === null || isMet(value) ? null : `${what} ${value.toFixed(3)}`;
  const missed =
    says(meanIou, (value) => value >= least.meanIou, `mean IoU of at least ${least.meanIou} is wanted:`) ??
    says(
      meanIouLow,
      (value) => value >= least.meanIouLow,
      `IoU of at least ${least.meanIouLow} is wanted of all but one in twenty:`,
    ) ??
    says(lagFrames, (value) => value <= CARRIED.lagFrames, `a lag of at most ${CARRIED.lagFrames} is wanted:`) ??
    says(
      shownBeyond,
      (value) => value <= CARRIED.shownBeyond,
      `at most ${CARRIED.shownBeyond} of the picture may be shown beyond:`,
    ) ??
    says(more, (value) => value <= CARRIED.flickerMore, `at most ${CARRIED.flickerMore} more flicker is wanted:`);
  return { ...result, missed };
}
