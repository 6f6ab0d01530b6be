// Draws what the program does not forward as it is: cross-fades, pictures of another size, and the badge. On planes where it can
// (a tenth of the work), else on a software canvas: it has to survive the loss of the GPU. Nothing of an earlier picture stays
// on the canvas.
import { blendBytes, copyOut, recolour, toFrame, type Copied, type RemapBytes } from '../frames/picture-bytes';

/** Round a picture of another shape. */
const GROUND = [27, 34, 48] as const;

/** By how much sides that were rounded to even numbers are wrong at most, together, in a picture of 16:9. */
const ROUNDED_PIXELS = 3;
/** Pictures that are enlarged by more than this were not made smaller here. */
const MOST_ENLARGED = 4;

/** What viewers are told of a stand-in that looks like the live picture. */
const BADGE = 'Not live';

/**
 * A new picture of the program's size, plane by plane; borrows the one that is given. Null where that cannot be done.
 * @param ground what is round a picture of another shape
 * @param slackPx a border that is narrower, in program pixels, is none
 */
export type FitPlanes = (
  picture: VideoFrame,
  ground: readonly [red: number, green: number, blue: number],
  slackPx: number,
) => Promise<VideoFrame | null>;

/** One picture that lies under others for a moment. */
export interface Under {
  /** A new picture: `over` with `share` 0..1 over this one. Borrows `over`; both are of the program's size. One at a time. */
  mix(timestampUs: number, over: VideoFrame, share: number): Promise<VideoFrame>;
  /** What is being mixed rejects. */
  close(): void;
}

export interface Mixer {
  /** Takes the picture. */
  lay(picture: VideoFrame): Under;
  /** A new picture: the one that is borrowed, of the program's size, with the badge in its upper left corner. */
  mark(timestampUs: number, picture: VideoFrame): VideoFrame;
  /** Takes a picture of any shape; answers one of the program's, whole and in its proportions. */
  fit(picture: VideoFrame): Promise<VideoFrame>;
}

/** @param remap of pictures of the program's size */
export function createMixer(
  width: number,
  height: number,
  fitPlanes: FitPlanes = () => Promise.resolve(null),
  remap: RemapBytes = () => false,
): Mixer {
  // willReadFrequently keeps it off the GPU: a GPU canvas stops for good when the GPU process dies.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  const snap = (timestamp: number) => new VideoFrame(context.canvas, { timestamp, alpha: 'discard' });
  const clear = (colour: string) => {
    context.globalAlpha = 1;
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  };
  // Decoders pad what they store (1344 columns for 1280): only what is to be seen counts.
  const isWhole = (picture: VideoFrame) =>
    picture.visibleRect?.width === width &&
    picture.visibleRect.height === height &&
    picture.displayWidth === width &&
    picture.displayHeight === height &&
    // Browsers before `VideoFrame.rotation` get turned copies.
    !(picture as { rotation?: number }).rotation;
  function drawBadge(): void {
    if (!context) return;
    const size = Math.max(10, Math.round(height * 0.032));
    context.globalAlpha = 1;
    context.font = `600 ${size}px system-ui, "Segoe UI", "Helvetica Neue", sans-serif`;
    context.textBaseline = 'middle';
    context.fillStyle = 'rgba(16, 18, 22, 0.72)';
    context.beginPath();
    context.roundRect(size, size, context.measureText(BADGE).width + 1.6 * size, 1.9 * size, 0.95 * size);
    context.fill();
    context.fillStyle = '#fff';
    context.fillText(BADGE, 1.8 * size, 1.98 * size);
  }
  return {
    lay(picture) {
      let copied: Copied | null = null;
      /** The planes of `picture`, read as those of `over` are; null where they cannot be mixed byte by byte. */
      async function planesLike(over: VideoFrame): Promise<Copied | null> {
        if (picture.format !== 'I420' || over.format !== 'I420' || !isWhole(picture) || !isWhole(over)) return null;
        copied = recolour(copied ?? (await copyOut(picture)), over.colorSpace, remap);
        return copied;
      }
      return {
        async mix(timestampUs, over, share) {
          const under = await planesLike(over);
          if (under) {
            const mixed = await copyOut(over);
            blendBytes(mixed.bytes, under.bytes, 1 - share);
            return toFrame(mixed, timestampUs);
          }
          // A cut-out lets through what lies beneath: black, as on the track, and never an older picture.
          clear('#000');
          context.drawImage(picture, 0, 0, width, height);
          context.globalAlpha = Math.min(1, Math.max(0, share));
          context.drawImage(over, 0, 0, width, height);
          return snap(timestampUs);
        },
        close() {
          picture.close();
        },
      };
    },
    mark(timestampUs, picture) {
      clear('#000');
      context.drawImage(picture, 0, 0, width, height);
      drawBadge();
      return snap(timestampUs);
    },
    async fit(picture) {
      if (isWhole(picture)) return picture;
      try {
        const { displayWidth, displayHeight, timestamp } = picture;
        const scale = Math.min(width / displayWidth, height / displayHeight);
        // So narrow a border comes of its size having been rounded, and would only be a flaw.
        const slack = ROUNDED_PIXELS * Math.min(MOST_ENLARGED, scale);
        const planes = await fitPlanes(picture, GROUND, slack).catch(() => null);
        if (planes) return planes;
        clear(`rgb(${GROUND.join(' ')})`);
        const filled = (side: number, full: number) => (full - side < slack ? full : Math.round(side));
        const wide = filled(displayWidth * scale, width);
        const high = filled(displayHeight * scale, height);
        context.drawImage(picture, Math.round((width - wide) / 2), Math.round((height - high) / 2), wide, high);
        return snap(timestamp);
      } finally {
        picture.close();
      }
    },
  };
}
