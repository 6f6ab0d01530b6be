// The program: one size and one rate, chosen by the user; no source or fallback changes it (product.md, 7).
import * as v from 'valibot';

export const PROGRAM_SIZES = ['1280x720', '1920x1080', '960x540', '640x360'] as const;
export type ProgramSizeName = (typeof PROGRAM_SIZES)[number];
export const programSizeSchema = v.picklist(PROGRAM_SIZES);

export interface ProgramFormat {
  readonly width: number;
  readonly height: number;
  /** Pictures a second that go out, also while a picture is held. */
  readonly fps: number;
}

export const DEFAULT_PROGRAM: ProgramFormat = { width: 1280, height: 720, fps: 30 };
