// The quality desk with the page's own pictures in its ear. A chunk of its own: the first picture does not wait for it.
import { createQualityDesk, type QualityDesk, type QualityDeskOptions } from './quality-desk';

/** Answers the desk and what ends its listening. */
export function openQuality(options: QualityDeskOptions): { desk: QualityDesk; close: () => void } {
  const desk = createQualityDesk(options);
  const follow = () => {
    desk.pageShown(document.visibilityState === 'visible');
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  const turn = (timestampMs: number) => {
    desk.pageFrame(timestampMs);
    frame = requestAnimationFrame(turn);
  };
  // None come while the page is hidden.
  let frame = requestAnimationFrame(turn);
  return {
    desk,
    close() {
      document.removeEventListener('visibilitychange', follow);
      cancelAnimationFrame(frame);
    },
  };
}
