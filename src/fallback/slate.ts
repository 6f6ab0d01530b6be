// The built-in slate: what viewers see when there is no picture to hold. Drawn once on a software canvas (it has to
// survive the loss of the GPU) and mixed with the last picture for the fade.
const WORDS = 'Back in a moment';

function drawSlate(context: OffscreenCanvasRenderingContext2D, width: number, height: number): void {
  const ground = context.createLinearGradient(0, 0, width, height);
  ground.addColorStop(0, '#1b2230');
  ground.addColorStop(0.55, '#202a33');
  ground.addColorStop(1, '#2c2a2b');
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  const glow = context.createRadialGradient(width * 0.5, height * 0.42, 0, width * 0.5, height * 0.42, height * 0.7);
  glow.addColorStop(0, 'rgba(148, 178, 201, 0.20)');
  glow.addColorStop(1, 'rgba(148, 178, 201, 0)');
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#e9e6e1';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `500 ${Math.round(height * 0.06)}px system-ui, "Segoe UI", "Helvetica Neue", sans-serif`;
  context.fillText(WORDS, width / 2, height / 2);
  context.fillStyle = 'rgba(233, 230, 225, 0.35)';
  const bar = height * 0.1;
  context.fillRect(width / 2 - bar / 2, height * 0.56, bar, Math.max(2, Math.round(height * 0.004)));
}

export interface Slate {
  /** A new frame of the slate mixed over `under` (borrowed); `share` 0..1 is how much of the slate is seen. */
  frame(timestampUs: number, under: VideoFrame | null, share: number): VideoFrame;
  close(): void;
}

export function createSlate(width: number, height: number): Slate {
  const canvas = new OffscreenCanvas(width, height);
  // willReadFrequently keeps it off the GPU: a GPU canvas stops for good when the GPU process dies.
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  const snap = (timestampUs: number) => new VideoFrame(canvas, { timestamp: timestampUs, alpha: 'discard' });
  drawSlate(context, width, height);
  const whole = snap(0);
  return {
    frame(timestampUs, under, share) {
      if (!under || share >= 1) return new VideoFrame(whole, { timestamp: timestampUs });
      context.globalAlpha = 1;
      context.drawImage(under, 0, 0, width, height);
      context.globalAlpha = Math.max(0, share);
      context.drawImage(whole, 0, 0, width, height);
      context.globalAlpha = 1;
      return snap(timestampUs);
    },
    close() {
      whole.close();
    },
  };
}
