// Draws what the program does not forward as it is: cross-fades, pictures of another size, and the badge. On a software canvas: it
// has to survive the loss of the GPU. Nothing of an earlier picture stays on the canvas.

/** Round a picture of another shape. */
const GROUND = '#1b2230';

/** By how much sides that were rounded to even numbers are wrong at most, together, in a picture of 16:9. */
const ROUNDED_PIXELS = 3;
/** Pictures that are enlarged by more than this were not made smaller here. */
const MOST_ENLARGED = 4;

/** What viewers are told of a stand-in that looks like the live picture. */
const BADGE = 'Not live';

export interface Mixer {
  /** A new picture: `over` with `share` 0..1 over `under`; both are borrowed, and of the program's size. */
  mix(timestampUs: number, under: VideoFrame, over: VideoFrame, share: number): VideoFrame;
  /** A new picture: the one that is borrowed, of the program's size, with the badge in its upper left corner. */
  mark(timestampUs: number, picture: VideoFrame): VideoFrame;
  /** Takes a picture of any shape; answers one of the program's, whole and in its proportions. */
  fit(picture: VideoFrame): VideoFrame;
}

export function createMixer(width: number, height: number): Mixer {
  // willReadFrequently keeps it off the GPU: a GPU canvas stops for good when the GPU process dies.
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  const snap = (timestamp: number) => new VideoFrame(context.canvas, { timestamp, alpha: 'discard' });
  const clear = (colour: string) => {
    context.globalAlpha = 1;
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  };
  const isWhole = (picture: VideoFrame) =>
    picture.codedWidth === width &&
    picture.codedHeight === height &&
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
    mix(timestampUs, under, over, share) {
      // A cut-out lets through what lies beneath: black, as on the track, and never an older picture.
      clear('#000');
      context.drawImage(under, 0, 0, width, height);
      context.globalAlpha = Math.min(1, Math.max(0, share));
      context.drawImage(over, 0, 0, width, height);
      return snap(timestampUs);
    },
    mark(timestampUs, picture) {
      clear('#000');
      context.drawImage(picture, 0, 0, width, height);
      drawBadge();
      return snap(timestampUs);
    },
    fit(picture) {
      if (isWhole(picture)) return picture;
      try {
        clear(GROUND);
        const { displayWidth, displayHeight, timestamp } = picture;
        const scale = Math.min(width / displayWidth, height / displayHeight);
        // So narrow a border comes of its size having been rounded, and would only be a flaw.
        const slack = ROUNDED_PIXELS * Math.min(MOST_ENLARGED, scale);
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
