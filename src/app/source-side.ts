// The studio's source: what is open, the feed of it that the vision worker in charge is given, and who is told of either.
import type { FeedNote } from '../protocol/program-service';
import { listCameras } from '../sources/dom/camera';
import type { SourceFacts } from './quality-desk';
import { createSourceDesk } from './source-desk';
import { createSourceFeeding } from './source-feeding';
import type { CameraInfo, SourceKind } from './studio-snapshot';
import type { VisionClient } from './vision-client';

export interface SourceSideHooks {
  /** To the program's worker, as `muted`. */
  note(note: FeedNote): void;
  muted(on: boolean): void;
  /** The vision worker in charge. */
  worker(): VisionClient | null;
  /** Another source is open than the one that stand-ins were made of. */
  another(): void;
  facts(facts: SourceFacts): void;
  changed(): void;
}

export function createSourceSide(hooks: SourceSideHooks) {
  let cameras: CameraInfo[] = [];
  let openedKind: SourceKind | null = null;

  const desk = createSourceDesk({
    opened(again) {
      if (!again) hooks.note({ kind: 'expected', what: 'source' });
      const { kind, setFps } = desk.state;
      // The demo stands in for a camera that is missing, too.
      if (!again || kind !== openedKind) hooks.another();
      openedKind = kind;
      hooks.facts({ cameraFps: setFps, waits: kind === 'file' });
      void feeding.give();
      hooks.changed();
    },
    lost() {
      hooks.note({ kind: 'lost', what: 'source' });
      hooks.changed();
    },
    muted(on) {
      hooks.muted(on);
    },
    changed() {
      void refreshCameras();
      hooks.changed();
    },
  });
  async function refreshCameras(): Promise<void> {
    const found = await listCameras();
    if (JSON.stringify(found) === JSON.stringify(cameras)) return;
    cameras = found;
    hooks.changed();
  }
  /** Frames of what is open are to come from now on. */
  function noteOpen(): void {
    const source = desk.current;
    if (source) hooks.note({ kind: 'open', sourceId: source.id, heartbeat: source.heartbeat });
  }
  const feeding = createSourceFeeding({
    worker: () => hooks.worker(),
    source: () => desk.current,
    fed: noteOpen,
    ended(sourceId, message) {
      desk.feedEnded(sourceId, message);
    },
  });

  return {
    desk,
    feeding,
    noteOpen,
    get cameras(): readonly CameraInfo[] {
      return cameras;
    },
  };
}
