// A source that already is a finished picture is copied, not drawn: exact, and the GPU is left alone.
import { turnOf } from './placement';
import { planesOf } from './planar-layout';
import type { PlanarLayout } from './planar-layout';

/** Null when the frame is no I420 picture of this very size. Borrows the frame; the caller owns the copy. */
export async function copyAsIs(frame: VideoFrame, layout: PlanarLayout): Promise<VideoFrame | null> {
  const { width, height } = layout;
  const { rotation, flip } = turnOf(frame);
  const rect = frame.visibleRect;
  const isFinished =
    frame.format === 'I420' &&
    rotation === 0 &&
    !flip &&
    rect?.width === width &&
    rect.height === height &&
    frame.displayWidth === width &&
    frame.displayHeight === height;
  if (!isFinished) return null;
  const bytes = new Uint8Array(layout.opaqueBytes);
  const planes = planesOf(layout, false);
  await frame.copyTo(bytes, { layout: planes });
  return new VideoFrame(bytes, {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: frame.timestamp,
    layout: planes,
    colorSpace: frame.colorSpace.toJSON(),
    // The bytes are ours alone; handing them over saves a copy.
    transfer: [bytes.buffer],
  } as VideoFrameBufferInit);
}
