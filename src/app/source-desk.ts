// Keeps the source that was asked for: notices when it is gone, and gets a lost camera back by itself. What viewers see
// meanwhile is the program worker's affair.
import { asEverframeError, EverframeError } from '../base/errors';
import { readCameraPermission, watchCameras } from '../sources/dom/camera';
import { createMediaClient, type MediaClient } from '../sources/dom/media-client';
import { openSource, type OpenedSource } from './open-source';
import type { SourceRequest } from './studio-controls';
import type { SourceState, Trouble } from './studio-snapshot';

/** A lost camera is tried again this often (ui.md, error 2). */
const RETRY_MS = 3000;
/** A camera that is open but silent for this long is opened anew: some drivers never come back otherwise. */
const SILENCE_MS = 6000;
/** An attempt to get a lost camera back that takes longer is given up for another. */
const ATTEMPT_MS = 5000;

/** An opened source, and the number by which its pictures are known. */
interface Opened extends OpenedSource {
  readonly id: number;
}

export interface SourceDesk {
  readonly current: Opened | null;
  readonly state: SourceState;
  readonly trouble: Trouble | null;
  /** Opens; on failure the former source stays open and the error is thrown. */
  open(request: SourceRequest): Promise<void>;
  /** As `open`, but a camera that cannot be opened counts as lost: it is tried again until it is there. */
  openOrWait(request: SourceRequest): Promise<void>;
  /** Opens the demo in place of a source that failed; what is wrong with that one stays on show, and is tried again. */
  standIn(): Promise<void>;
  /** How far a file may fall behind its clock before pictures of it are left out, ms; null: it waits. */
  setPace(slackMs: number | null): void;
  retry(): Promise<void>;
  /** The vision worker saw the feed end. */
  feedEnded(sourceId: number, message: string): void;
  firstFrame(sourceId: number): void;
  /** Called about once a second with the time since the last frame, or since the first one was due. */
  silent(ms: number): void;
  close(): void;
}

const IDLE: SourceState = {
  kind: 'demo',
  state: 'idle',
  label: '',
  deviceId: null,
  width: 0,
  height: 0,
  setFps: null,
  link: '',
};

export function createSourceDesk(on: {
  /** A source is open and its frames are to be read. `again`: the same source came back after a loss. */
  opened(again: boolean): void;
  lost(): void;
  /** The browser says that the source sends nothing for now. */
  muted(isMuted: boolean): void;
  changed(): void;
}): SourceDesk {
  let current: Opened | null = null;
  let state: SourceState = IDLE;
  let trouble: Trouble | null = null;
  let media: MediaClient | null = null;
  let pace: number | null = 0;
  let nextId = 1;
  let generation = 0;
  let retryTimer = 0;
  /** Counts attempts to get a lost camera back; null while none is under way. */
  let attempts = 0;
  let attempt: number | null = null;
  /** As it was when the camera opened: some browsers open cameras without ever saying “granted”. */
  let permission: PermissionState | null = null;
  let request: SourceRequest | null = null;

  const set = (changes: Partial<SourceState>) => {
    state = { ...state, ...changes };
    on.changed();
  };

  const openMedia = () => {
    if (!media) (media = createMediaClient()).setPace(pace);
    return media;
  };

  async function openOne(asked: SourceRequest): Promise<Opened> {
    const id = nextId++;
    const opened = await openSource(asked, openMedia, {
      gone(label) {
        if (current?.id === id)
          loseCamera(new EverframeError('camera-unplugged', `${label} ended`, { facts: { label } }));
      },
      muted(isMuted) {
        if (current?.id === id) on.muted(isMuted);
      },
    });
    if (asked.kind === 'camera') permission = await readCameraPermission();
    return { ...opened, id };
  }

  async function reopen(): Promise<void> {
    if (!request || attempt !== null) return;
    const turn = ++attempts;
    attempt = turn;
    const mine = generation;
    const isWanted = () => mine === generation && attempt === turn;
    // While the person is asked it may take any time; a camera that may be used and does not open never will.
    const limit = setTimeout(() => {
      if (!isWanted() || permission !== 'granted') return;
      attempt = null;
      void reopen();
    }, ATTEMPT_MS);
    try {
      const next = await openOne(request);
      if (!isWanted()) {
        next.close();
        return;
      }
      current?.close();
      current = next;
      trouble = null;
      set({ ...next.facts, state: 'opening' });
      on.opened(true);
    } catch (error) {
      if (!isWanted()) return;
      const failure = asEverframeError(error);
      trouble = {
        // One that never was there is still missing, not unplugged.
        code:
          failure.code === 'camera-missing' && trouble?.code !== 'camera-missing' ? 'camera-unplugged' : failure.code,
        sinceMs: trouble?.sinceMs ?? Date.now(),
        message: failure.message,
        facts: { label: state.label, ...failure.facts },
        tries: (trouble?.tries ?? 0) + 1,
        nextTryAtMs: Date.now() + RETRY_MS,
      };
      on.changed();
      plan();
    } finally {
      clearTimeout(limit);
      if (attempt === turn) attempt = null;
    }
  }

  const plan = () => {
    clearTimeout(retryTimer);
    retryTimer = window.setTimeout(() => void reopen(), RETRY_MS);
  };

  function loseCamera(error: EverframeError): void {
    const kind = current?.request.kind;
    current?.close();
    current = null;
    on.lost();
    if (kind === 'camera') {
      trouble = {
        code: error.code,
        sinceMs: Date.now(),
        message: error.message,
        facts: error.facts,
        tries: 0,
        nextTryAtMs: Date.now(),
      };
      set({ state: 'lost' });
      void reopen();
      void explainLoss();
    } else set({ state: 'ended' });
  }

  const replaceBy = (next: Opened) => {
    current?.close();
    current = next;
    set({ ...next.facts, state: 'opening' });
    on.opened(false);
  };

  /** A track says that it ended, not that its permission was withdrawn. */
  async function explainLoss(): Promise<void> {
    const now = await readCameraPermission();
    if (now === permission || now === 'granted' || trouble?.code !== 'camera-unplugged') return;
    trouble = { ...trouble, code: 'camera-denied' };
    on.changed();
  }

  const unwatch = watchCameras(() => {
    // An attempt that waits for an answer of the person may wait for ever; this one knows more.
    attempt = null;
    if (state.state === 'lost' || standsIn()) void reopen();
    on.changed();
  });
  /** The demo is open, and a camera that could not be opened is what was asked for. */
  const standsIn = () => current?.request.kind === 'demo' && request?.kind === 'camera' && trouble !== null;

  return {
    get current() {
      return current;
    },
    get state() {
      return state;
    },
    get trouble() {
      return trouble;
    },
    async open(asked) {
      const mine = ++generation;
      attempt = null;
      clearTimeout(retryTimer);
      const former = { state, current };
      set({ state: 'opening', kind: asked.kind });
      let next: Opened;
      try {
        // The same camera at another size: most drivers want it closed first.
        next = await openOne(asked);
      } catch (error) {
        const failure = asEverframeError(error);
        if (mine === generation) {
          // The former one may have been lost meanwhile.
          const isLost = former.state.state === 'lost' || (former.current !== null && current === null);
          state = isLost ? { ...former.state, state: 'lost' } : former.state;
          if (asked.kind === 'camera') {
            trouble = { code: failure.code, sinceMs: Date.now(), message: failure.message, facts: failure.facts };
            // What was asked for is what "try again" opens, and what a plugged-in camera answers.
            request = asked;
          }
          if (isLost) plan();
          on.changed();
        }
        throw failure;
      }
      if (mine !== generation) {
        next.close();
        throw new EverframeError('superseded', 'another source was chosen meanwhile');
      }
      request = asked;
      trouble = null;
      replaceBy(next);
    },
    async openOrWait(asked) {
      const mine = generation + 1;
      try {
        await this.open(asked);
      } catch (error) {
        const failed = mine === generation && trouble;
        // Without permission another try would only ask again.
        if (!failed || asked.kind !== 'camera' || failed.code === 'camera-denied') throw error;
        current?.close();
        current = null;
        trouble = { ...failed, tries: 0, nextTryAtMs: Date.now() + RETRY_MS };
        set({ kind: 'camera', state: 'lost', label: asked.label ?? '' });
        on.lost();
        plan();
        throw error;
      }
    },
    async standIn() {
      const mine = ++generation;
      const next = await openOne({ kind: 'demo' });
      if (mine !== generation) {
        next.close();
        return;
      }
      replaceBy(next);
      if (!standsIn()) return;
      // Busy or missing it may be for a moment. Without permission another try would only ask again, unless it was given back
      // while there was no demo to leave yet.
      if (trouble?.code !== 'camera-denied') plan();
      else if ((await readCameraPermission()) === 'granted' && mine === generation && standsIn()) void reopen();
    },
    setPace(slackMs) {
      pace = slackMs;
      media?.setPace(slackMs);
    },
    async retry() {
      clearTimeout(retryTimer);
      if (request && state.state === 'lost') await reopen();
      else if (request) await this.open(request);
    },
    feedEnded(sourceId, message) {
      if (current?.id === sourceId) {
        const code = current.request.kind === 'camera' ? 'camera-unplugged' : 'file-unreadable';
        loseCamera(new EverframeError(code, message, { facts: { label: state.label } }));
      }
    },
    firstFrame(sourceId) {
      if (current?.id === sourceId) set({ state: 'open' });
    },
    silent(ms) {
      if (current?.request.kind !== 'camera' || state.state === 'lost') return;
      if (ms > 1000 && (state.state === 'open' || state.state === 'opening')) set({ state: 'silent' });
      else if (ms <= 1000 && state.state === 'silent') set({ state: 'open' });
      if (ms > SILENCE_MS && state.state === 'silent' && attempt === null) {
        // All tracks of a camera share one session in the browser: a stuck one starts anew when the last track has ended.
        current.close();
        current = null;
        void reopen();
      }
    },
    close() {
      generation += 1;
      clearTimeout(retryTimer);
      unwatch();
      current?.close();
      current = null;
      media?.close();
      media = null;
      state = IDLE;
    },
  };
}
