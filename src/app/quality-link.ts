// The studio's way to the quality desk, which is fetched once the first picture is on the page: keeps what it has to know when it
// comes, and what there is of it until then is nothing.
import type { EngineKind } from '../compositor/engine';
import type { FrameNote } from '../protocol/vision-service';
import type { QualityDesk, QualityDeskOptions } from './quality-desk';
import type { QualityState } from './studio-snapshot';

const now = () => performance.timeOrigin + performance.now();

export function createQualityLink(options: QualityDeskOptions) {
  let opened: { desk: QualityDesk; close: () => void } | null = null;
  let visit = 0;
  let isAsked = false;
  let kind: EngineKind | null = null;
  let cameraFps: number | null = null;

  return {
    /** To be called with every picture of the source that is shown. */
    pictureShown(): void {
      if (isAsked) return;
      isAsked = true;
      const mine = visit;
      void import('./open-quality')
        .then(({ openQuality }) => {
          if (mine !== visit) return;
          opened = openQuality(options);
          opened.desk.cameraFps(cameraFps, now());
          if (kind) opened.desk.engaged(kind, now());
        })
        // Without it quality stays where it is; the next start asks again.
        .catch(() => undefined);
    },
    engaged(next: EngineKind): void {
      kind = next;
      opened?.desk.engaged(next, now());
    },
    frames(notes: readonly FrameNote[]): void {
      opened?.desk.frames(notes, now());
    },
    setCameraFps(fps: number | null): void {
      cameraFps = fps;
      opened?.desk.cameraFps(fps, now());
    },
    state: (): QualityState | null => opened?.desk.state() ?? null,
    close(): void {
      visit += 1;
      isAsked = false;
      opened?.close();
      opened = null;
    },
  };
}
