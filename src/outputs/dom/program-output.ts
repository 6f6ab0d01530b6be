// What outlives every worker: the output track and the program canvas. It passes frame handles; pixels are touched by the
// browser alone. The same track and the same canvas for the life of the page.
import type { CanvasPicture, ProgramPacket } from '../../protocol/packets';

export interface ProgramOutput {
  readonly canvas: HTMLCanvasElement;
  readonly stream: MediaStream;
  /** The track's next picture; takes the packet's frame. Pictures of an older privacy epoch are closed unseen. */
  show(packet: ProgramPacket, minimumEpoch: number): void;
  /** The canvas' next picture; takes the bitmap. The same rule; answers whether it is on the canvas now. */
  paint(picture: CanvasPicture, minimumEpoch: number): boolean;
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
  return {
    canvas,
    stream: new MediaStream([track]),
    show({ frame, privacyEpoch }, minimumEpoch) {
      if (privacyEpoch >= minimumEpoch && (writer.desiredSize ?? 0) > 0) {
        // write() takes the frame, and closes it when it fails.
        void writer.write(frame).catch(() => {
          frame.close();
        });
      } else frame.close();
    },
    paint({ bitmap, privacyEpoch }, minimumEpoch) {
      const isShown = privacyEpoch >= minimumEpoch;
      if (isShown) view.transferFromImageBitmap(bitmap);
      else bitmap.close();
      return isShown;
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
