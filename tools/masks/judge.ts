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
