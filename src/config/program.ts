// The program: one size and one rate, chosen by the user; no source or fallback changes it (product.md, 7).
export interface ProgramFormat {
  readonly width: number;
  readonly height: number;
  /** Pictures a second that go out, also while a picture is held. */
  readonly fps: number;
}

export const DEFAULT_PROGRAM: ProgramFormat = { width: 1280, height: 720, fps: 30 };
