// What the loop maker shows: small pictures of a clip's moments, and a loop that is played on a canvas. The page hands the
// canvas over and touches no picture of the clip itself.
import { proxy, transfer, type Remote } from 'comlink';
import type { ClipLoopsService } from '../../protocol/clip-loops-service';
import { inWorker } from './clip-loops-client';

export interface LoopPlayer {
  pause(isPaused: boolean): void;
  close(): void;
}

/** `onPicture` owns what it is given. */
export const takePictures = (
  file: Blob,
  timesMs: readonly number[],
  width: number,
  onPicture: (index: number, picture: ImageBitmap) => void,
  signal?: AbortSignal,
): Promise<void> => inWorker(signal, (service) => service.pictures(file, timesMs, width, proxy(onPicture)));

/** Plays a rendered loop on a canvas that nothing else has drawn on, until it is closed. */
export function playLoop(
  loop: Blob,
  canvas: HTMLCanvasElement,
  on: { readonly time: (ms: number, durationMs: number) => void; readonly failed: (error: unknown) => void },
): LoopPlayer {
  const stop = new AbortController();
  const screen = canvas.transferControlToOffscreen();
  let used: Remote<ClipLoopsService> | null = null;
  inWorker(stop.signal, (service) => {
    used = service;
    return service.play(loop, transfer(screen, [screen]), proxy(on.time));
  }).catch((error: unknown) => {
    if (!stop.signal.aborted) on.failed(error);
  });
  return {
    pause(isPaused) {
      void used?.pause(isPaused);
    },
    close() {
      stop.abort();
    },
  };
}
