// Which numbers turn a frame's YUV into RGB and back, and how the finished picture is tagged. The picture keeps the
// colour space of its source, so RGB in between stays in the source's own primaries and transfer: only the matrix and
// the range matter here.

/** Rows of a 3x4 matrix: `out = row.xyz * in + row.w`, everything 0..1. */
export type Rows = readonly [Row, Row, Row];
export type Row = readonly [number, number, number, number];

export interface YuvCoding {
  /** (y, u, v) as stored to (r, g, b). */
  readonly toRgb: Rows;
  /** (r, g, b) to (y, u, v) as stored. */
  readonly fromRgb: Rows;
  /** How a picture in this coding is tagged. */
  readonly tag: VideoColorSpaceInit;
}

const BT709: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
/**
 * What Chromium shows an untagged frame as, of any size (measured: bt601 limited, within 1/255). The nulls have to be
 * passed on as they are: leaving the tag out makes Chromium write bt709 into it.
 */
const UNTAGGED_MATRIX = 'smpte170m';

function lumaWeights(matrix: string): readonly [red: number, blue: number] | null {
  switch (matrix) {
    case 'bt709':
      return [0.2126, 0.0722];
    case 'smpte170m':
    case 'bt470bg':
      return [0.299, 0.114];
    case 'bt2020-ncl':
      return [0.2627, 0.0593];
    default:
      return null;
  }
}

/** Null for matrices that are no YUV (`rgb`) or unknown: such a frame is converted by the browser instead. */
export function codingOf(space: VideoColorSpaceInit): YuvCoding | null {
  const weights = lumaWeights(space.matrix ?? UNTAGGED_MATRIX);
  return weights && coding(weights[0], weights[1], space.fullRange === true, space);
}

/** What RGB sources become. */
export const RGB_SOURCE_CODING: YuvCoding = coding(0.2126, 0.0722, false, BT709);

/** Importing a frame as an external texture moves other primaries to bt709; then the source's tag would be a lie. */
export function keepsPrimariesWhenImported(space: VideoColorSpaceInit): boolean {
  return space.primaries === null || space.primaries === undefined || space.primaries === 'bt709';
}

function coding(red: number, blue: number, fullRange: boolean, tag: VideoColorSpaceInit): YuvCoding {
  const green = 1 - red - blue;
  const lumaSpan = fullRange ? 1 : 219 / 255;
  const lumaFloor = fullRange ? 0 : 16 / 255;
  const chromaSpan = fullRange ? 1 : 224 / 255;
  const middle = 128 / 255;
  const y = 1 / lumaSpan;
  const y0 = -lumaFloor / lumaSpan;
  const rv = (2 * (1 - red)) / chromaSpan;
  const bu = (2 * (1 - blue)) / chromaSpan;
  const gu = (-bu * blue) / green;
  const gv = (-rv * red) / green;
  const u = chromaSpan / (2 * (1 - blue));
  const v = chromaSpan / (2 * (1 - red));
  return {
    toRgb: [
      [y, 0, rv, y0 - rv * middle],
      [y, gu, gv, y0 - (gu + gv) * middle],
      [y, bu, 0, y0 - bu * middle],
    ],
    fromRgb: [
      [red * lumaSpan, green * lumaSpan, blue * lumaSpan, lumaFloor],
      [-red * u, -green * u, (1 - blue) * u, middle],
      [(1 - red) * v, -green * v, -blue * v, middle],
    ],
    tag,
  };
}
