// Which numbers mean which colour. In charge of every matrix between planes and RGB; pure arithmetic, no pixels.
// Luma weights are those of ITU-R BT.601 and BT.709; how Chromium reads a tag was measured (see `planesColour`).

/** How a set of planes is to be read, and the tag that says so to others. */
export interface PlanesColour {
  /** Share of red and of blue in luma. */
  readonly kr: number;
  readonly kb: number;
  /** True: 0..255; false: luma 16..235, chroma 16..240. */
  readonly fullRange: boolean;
  readonly tag: VideoColorSpaceInit;
}

/** Three rows of [first, second, third, 1]. */
export type Affine = readonly (readonly [number, number, number, number])[];

const BT601 = { kr: 0.299, kb: 0.114 };
const BT709 = { kr: 0.2126, kb: 0.0722 };

/** What pictures become that were RGB. */
export const BT709_LIMITED: PlanesColour = {
  ...BT709,
  fullRange: false,
  tag: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
};

/**
 * The colour of planes tagged `space`, or null when a matrix alone does not tell how Chromium shows them.
 * Chromium 156, flat frames drawn on a 2D canvas: no matrix is shown as BT.601 limited range, whatever `fullRange` says
 * (y4m and MJPEG cameras; `new VideoFrame` without a colour space tags itself bt709). smpte170m and bt709 are shown by
 * their matrix alone, but libyuv holds the blue factor of U at 2.0 (bt709: 2.11), so saturated blues come out up to
 * 4/255 off there and right on a GPU; the standard is kept here. bt470bg primaries are also mapped to sRGB, 3/255 from
 * the matrix alone; bt2020 is 30/255 away and left to the browser's own conversion.
 */
export function planesColour(space: VideoColorSpace): PlanesColour | null {
  const tag = space.toJSON();
  const isShownByMatrix =
    ['bt709', 'smpte170m', 'bt470bg'].includes(tag.primaries ?? 'bt709') &&
    ['bt709', 'smpte170m', 'iec61966-2-1'].includes(tag.transfer ?? 'bt709');
  if (!isShownByMatrix) return null;
  if (tag.matrix == null) return { ...BT601, fullRange: false, tag };
  if (tag.matrix === 'smpte170m' || tag.matrix === 'bt470bg')
    return { ...BT601, fullRange: tag.fullRange === true, tag };
  if (tag.matrix === 'bt709') return { ...BT709, fullRange: tag.fullRange === true, tag };
  return null;
}

export function isSameReading(a: PlanesColour, b: PlanesColour): boolean {
  return a.kr === b.kr && a.kb === b.kb && a.fullRange === b.fullRange;
}

/** [Y, U, V, 1] to R, G, B, all 0..255. */
export function toRgb({ kr, kb, fullRange }: PlanesColour): Affine {
  const luma = fullRange ? 1 : 255 / 219;
  const chroma = fullRange ? 1 : 255 / 224;
  const black = fullRange ? 0 : 16;
  const kg = 1 - kr - kb;
  const rv = 2 * (1 - kr) * chroma;
  const bu = 2 * (1 - kb) * chroma;
  const gu = (-bu * kb) / kg;
  const gv = (-rv * kr) / kg;
  const row = (u: number, v: number) => [luma, u, v, -luma * black - 128 * (u + v)] as const;
  return [row(0, rv), row(gu, gv), row(bu, 0)];
}

/** [R, G, B, 1] to Y, U, V, all 0..255. */
export function fromRgb({ kr, kb, fullRange }: PlanesColour): Affine {
  const luma = fullRange ? 1 : 219 / 255;
  const chroma = fullRange ? 1 : 224 / 255;
  const kg = 1 - kr - kb;
  const u = chroma / (2 * (1 - kb));
  const v = chroma / (2 * (1 - kr));
  return [
    [luma * kr, luma * kg, luma * kb, fullRange ? 0 : 16],
    [-u * kr, -u * kg, u * (1 - kb), 128],
    [v * (1 - kr), -v * kg, -v * kb, 128],
  ];
}

export function yuvOf(rgb: readonly [number, number, number], colour: PlanesColour): readonly [number, number, number] {
  const value = (row: Affine[number] | undefined) => {
    if (!row) return 0;
    return Math.max(0, Math.min(255, Math.round(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2] + row[3])));
  };
  const matrix = fromRgb(colour);
  return [value(matrix[0]), value(matrix[1]), value(matrix[2])];
}

/** One matrix's planes to another's: 12 numbers, three rows of [Y, U, V, 1]. */
export function remapNumbers(from: PlanesColour, to: PlanesColour): Float32Array {
  const first = toRgb(from);
  return Float32Array.from(
    fromRgb(to).flatMap((row) =>
      [0, 1, 2, 3].map((column) => {
        const sum = [0, 1, 2].reduce((total, k) => total + (row[k] ?? 0) * (first[k]?.[column] ?? 0), 0);
        return column === 3 ? sum + row[3] : sum;
      }),
    ),
  );
}
