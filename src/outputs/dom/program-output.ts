// What outlives every worker: the output track and the program canvas. It passes frame handles; pixels are touched by the
// browser alone. The same track and the same canvas for the life of the page.
import type { ProgramPacket } from '../../protocol/packets';

export interface ProgramOutput {
  readonly canvas: HTMLCanvasElement;
  readonly stream: MediaStream;
  /** Takes the packet's frame. Pictures of an older privacy epoch are closed unseen. */
  show(packet: ProgramPacket, minimumEpoch: number): void;
  /** The picture on the canvas now, as PNG. */
  snapshot(): Promise<Blob>;
}

export function createProgramOutput(width: number, height: number): ProgramOutput {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.dataset.testid = 'program';
  const view = canvas.getContext('bitmaprenderer', { alpha: true });
  if (!view) throw new Error('no bitmaprenderer');
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = track.writable.getWriter();
  let painted = 0;
  let asked = 0;

  const paint = (frame: VideoFrame) => {
    const turn = ++asked;
    createImageBitmap(frame)
      .then((bitmap) => {
        // Bitmaps can be ready out of order; an older one never replaces a newer one.
        if (turn < painted) {
          bitmap.close();
          return;
        }
        painted = turn;
        view.transferFromImageBitmap(bitmap);
      })
      .catch(() => undefined);
  };

  return {
    canvas,
    stream: new MediaStream([track]),
    show({ frame, origin }, minimumEpoch) {
      if (origin && origin.privacyEpoch < minimumEpoch) {
        frame.close();
        return;
      }
      paint(frame);
      if ((writer.desiredSize ?? 0) > 0) {
        // write() takes the frame, and closes it when it fails.
        void writer.write(frame).catch(() => {
          frame.close();
        });
      } else frame.close();
    },
    snapshot: () =>
      new Promise((resolve, reject) => {
        canvas.toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('the picture could not be read'));
        }, 'image/png');
      }),
  };
}
