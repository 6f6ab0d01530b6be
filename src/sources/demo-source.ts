// The demo presenter as a source.
import { createDemoPicture, DEMO_FPS } from './demo/demo-picture';
import { playDrawn } from './drawn-source';
import type { Playback } from './playback';

const FORMAT = { width: 1280, height: 720, fps: DEMO_FPS };

export function playDemo(port: MessagePort, closed: () => void): Playback {
  const picture = createDemoPicture(FORMAT.width, FORMAT.height);
  return playDrawn(
    port,
    FORMAT,
    (context, index) => {
      picture.draw(context, index);
    },
    closed,
  );
}
