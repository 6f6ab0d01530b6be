// The program: one size and one rate, chosen by the user; no source or fallback changes it (product.md, 7).
export interface ProgramFormat {
  readonly width: number;
  readonly height: number;
  /** Pictures a second that go out, also while a picture is held. */
  readonly fps: number;
}

/** Even sizes, as the chroma planes of a picture need them; the rate is in pictures a second. */
export const PROGRAM_LIMITS = { width: [160, 3840], height: [120, 2160], fps: [1, 60] } as const;

const isWithin = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most;

/** Reads `1920x1080` or `1920x1080@60`; null where it is something else, odd, or outside the limits. */
export function parseProgram(text: string): ProgramFormat | null {
  const [, width, height, fps = '30'] = /^(\d{3,4})x(\d{3,4})(?:@(\d{1,2}))?$/.exec(text) ?? [];
  if (width === undefined || height === undefined) return null;
  const format = { width: Number(width), height: Number(height), fps: Number(fps) };
  const { width: widths, height: heights, fps: rates } = PROGRAM_LIMITS;
  const fits = isWithin(format.width, widths) && isWithin(format.height, heights) && isWithin(format.fps, rates);
  return fits && format.width % 2 === 0 && format.height % 2 === 0 ? format : null;
}

/** As {@link parseProgram} reads it. */
export const programText = ({ width, height, fps }: ProgramFormat): string => `${width}x${height}@${fps}`;

export const DEFAULT_PROGRAM: ProgramFormat = { width: 1280, height: 720, fps: 30 };
