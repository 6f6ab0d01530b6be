// The bench's results as the tables of docs/performance. Pure.
import type { LoopBench, PartResult, Tier } from './page';

/** A part this long counts for the medians: shorter ones hardly come back to where they were. */
export const LONG_SECONDS = 8;

type Row = Record<string, string | number>;

export const round = (value: number) => Math.round(value * 100) / 100;
export function medianOf<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  const values = items.map(pick).sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

export function seamRow(clip: string, { seconds, lengthMs, score, findMs, chosen, random, ends }: PartResult): Row {
  return {
    clip,
    seconds: round(seconds),
    loopSeconds: round(lengthMs / 1000),
    score: round(score),
    played: round(chosen.played),
    worst: round(chosen.worst),
    cut: round(chosen.cut),
    randomPlayed: round(random.played),
    randomCut: round(random.cut),
    endsPlayed: round(ends.played),
    endsCut: round(ends.cut),
    findMs: Math.round(findMs),
  };
}

export function seamTable(rows: readonly Row[], long: readonly PartResult[]) {
  const of = (pick: (part: PartResult) => number) => round(medianOf(long, pick));
  const summary = {
    clip: `median of ${long.length} parts of ${LONG_SECONDS} s and more`,
    played: of(({ chosen }) => chosen.played),
    worst: of(({ chosen }) => chosen.worst),
    cut: of(({ chosen }) => chosen.cut),
    randomPlayed: of(({ random }) => random.played),
    randomCut: of(({ random }) => random.cut),
    endsPlayed: of(({ ends }) => ends.played),
    endsCut: of(({ ends }) => ends.cut),
  };
  return {
    title: 'Seams of the loops that are found, without a net',
    condition:
      "steps at the seam in the clip's own median step from picture to picture (1 is like any other), by pixels; played: mean while the fade lasts; worst: the largest of those; cut: the jump without a fade; beside a random cut (median of 200) and the clip's two ends",
    rows: [...rows, { ...Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, '-'])), ...summary }],
  };
}

const GOES_BY: Record<Tier, string> = {
  cpu: 'thumbnail, movement, light',
  lite: 'and the face, five times a second',
  full: 'and the features of a net (SqueezeNet)',
};

export function tierTable(long: readonly PartResult[], costs: ReturnType<LoopBench['costs']>) {
  const withFace = long.filter(({ hasFace }) => hasFace);
  /** Of one run of the person net, for each picture of 30 a second. */
  const perPicture: Record<Tier, number> = {
    cpu: costs.thumbnail,
    lite: costs.thumbnail + (costs.face * 5) / 30,
    full: costs.thumbnail + (costs.face * 5) / 30 + costs.embedding,
  };
  const rows = (['cpu', 'lite', 'full'] as const).flatMap((tier): Row[] => {
    const results = withFace.flatMap(({ tiers }) => tiers[tier] ?? []);
    if (results.length === 0) return [];
    const faces = results.flatMap(({ face }) => face ?? []);
    const share = (is: (face: (typeof faces)[number]) => boolean) => `${faces.filter(is).length} of ${faces.length}`;
    return [
      {
        tier,
        goesBy: GOES_BY[tier],
        played: round(medianOf(results, ({ seam }) => seam.played)),
        worst: round(medianOf(results, ({ seam }) => seam.worst)),
        facePlayed: round(medianOf(faces, ({ played }) => played)),
        faceDoubled: round(medianOf(faces, ({ doubled }) => doubled)),
        eyesClosed: share(({ closed }) => closed),
        mouthOpen: share(({ open }) => open),
        headsApart: round(medianOf(faces, ({ headApart }) => headApart)),
        costAPicture: round(perPicture[tier]),
      },
    ];
  });
  return {
    title: 'The tiers of what a loop is found by',
    condition: `the loop that each tier puts first, in ${withFace.length} parts of ${LONG_SECONDS} to 20 s with a person's face, all judged alike: steps by pixels in the clip's own median step, of the whole picture and of the face alone; doubled: how unlike the two faces are that the fade mixes; eyes closed, mouth open: loops with such a picture in the fade, by the landmark net on every picture; heads apart: radians; cost: of one run of the person net at 256 x 144, for each of 30 pictures a second, in the same run`,
    rows,
  };
}

export function turnTable(long: readonly PartResult[]) {
  const both = long.flatMap(({ turns }) => turns ?? []);
  const row = (way: string, pick: (one: (typeof both)[number]) => number): Row => ({
    way,
    medianChange: round(medianOf(both, pick)),
    largestChange: round(Math.max(...both.map(pick))),
    aboveTwo: `${both.filter((one) => pick(one) > 2).length} of ${both.length}`,
    betterIn: '-',
  });
  const better = both.filter(({ round: on, thereAndBack }) => thereAndBack < on).length;
  return {
    title: 'Round, or there and back',
    condition: `the largest change of movement within three pictures at the seam (with its fade) or at the two turns, in the clip's own median change, by pixels; ${both.length} parts of ${LONG_SECONDS} s and more`,
    rows: [
      { ...row('round', (one) => one.round), betterIn: both.length - better },
      { ...row('there and back', (one) => one.thereAndBack), betterIn: better },
      row('as the finder chooses', (one) => one.chosen),
      row('the better of the two', (one) => Math.min(one.round, one.thereAndBack)),
    ],
  };
}

export function beginTable(long: readonly PartResult[]) {
  const row = (begin: 'first' | 'nearest', words: string): Row => ({
    beginsWith: words,
    step: round(medianOf(long, (part) => part.begin[begin].step)),
    faceMoved: round(
      medianOf(
        long.filter(({ hasFace }) => hasFace),
        (part) => part.begin[begin].faceMoved,
      ),
    ),
  });
  return {
    title: 'Where a loop begins when it goes on air',
    condition: `medians over ${long.length} parts of ${LONG_SECONDS} s and more of the step from a last live picture outside the loop to the loop's first picture shown, by pixels in the clip's own median step, and of how far the face moves then, in widths of the face`,
    rows: [row('first', 'its first picture'), row('nearest', 'the one most like the last live one')],
  };
}
