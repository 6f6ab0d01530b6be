// What is read off a face, in plain numbers, and who reads it. In charge of the words alone: the loop finder knows this
// file, and not how faces are found.

/** One face. "Left" is the person's own left: the right side of a picture that is not mirrored. */
export interface FaceMeasures {
  /** How sure the mesh is that it lies on a face, 0..1. */
  readonly presence: number;
  /** Upright box round the points of the face, forehead to chin, in shares of the picture; a face at the rim reaches past it. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /**
   * Gap between the lids over the width of the eye: 0.2 to 0.35 open. Shut, a quarter less than the same person's usual,
   * and no fixed number: compare with the median of the last seconds, below 0.85 of it the eye is closing (decisions/008).
   */
  readonly leftEye: number;
  readonly rightEye: number;
  /** Gap between the lips over the width of the mouth: under 0.1 closed, past 0.2 open. */
  readonly mouth: number;
  /** Radians; 0 faces the camera. Positive: turned to the person's own left. */
  readonly yaw: number;
  /** Radians; positive: looks down. A person's usual is up to 0.3 off zero: how the camera stands is in it. */
  readonly pitch: number;
  /** Radians in the picture; positive: clockwise, the head leans on the person's own left shoulder. */
  readonly roll: number;
}

/** Rows of `width` times 4 bytes, from the top, sRGB; alpha is not looked at. */
export interface RgbaPicture {
  readonly rgba: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Follows the largest face from picture to picture. Where it lies is searched for in the first picture and after the face
 * was lost; in between the last points say where to look.
 */
export interface FaceReader {
  /**
   * Borrows the picture, which has to stay open until the promise settles; calls take turns. A frame is read as its
   * samples lie: a turned one has to be turned before.
   * @returns the largest face, or null where there is none
   * @throws EverframeError `model-run`, `not-running` (closed)
   */
  read(picture: VideoFrame | RgbaPicture): Promise<FaceMeasures | null>;
  /** The next picture does not follow the last one: searches anew. */
  forget(): void;
  close(): Promise<void>;
}
