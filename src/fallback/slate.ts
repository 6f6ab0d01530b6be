// The built-in slate: what viewers see when nothing else is there, the last resort that cannot fail. Drawn once, on a
// software canvas: it has to survive the loss of the GPU.
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
  /** A new handle of the picture. */
  frame(timestampUs: number): VideoFrame;
  close(): void;
}

export function createSlate(width: number, height: number): Slate {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (!context) throw new Error('no 2D canvas');
  drawSlate(context, width, height);
  const whole = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
  return {
    frame: (timestampUs) => new VideoFrame(whole, { timestamp: timestampUs }),
    close() {
      whole.close();
    },
  };
}
