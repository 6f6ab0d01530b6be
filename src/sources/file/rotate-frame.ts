// Turns a decoded frame the way the file says. New browsers note the turn on the frame and draw it so; older ones
// (Chromium before `VideoFrame.rotation`) get a turned copy.
type TurnedInit = VideoFrameInit & { rotation: number };

export function createRotation(rotation: number): (frame: VideoFrame) => VideoFrame {
  if (rotation === 0) return (frame) => frame;
  if ('rotation' in VideoFrame.prototype) {
    return (frame) => {
      const init: TurnedInit = { rotation };
      const turned = new VideoFrame(frame, init);
      frame.close();
      return turned;
    };
  }
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  return (frame) => {
    if (!context) return frame;
    const { displayWidth: width, displayHeight: height, timestamp } = frame;
    const upright = rotation === 180;
    canvas.width = upright ? width : height;
    canvas.height = upright ? height : width;
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate((rotation * Math.PI) / 180);
    context.drawImage(frame, -width / 2, -height / 2);
    frame.close();
    return new VideoFrame(canvas, { timestamp, alpha: 'discard' });
  };
}
