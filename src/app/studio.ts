// The page, put together: source desk -> engine desk -> program worker -> output, and one snapshot of all of it for the
// views and the automation API. It decides nothing about pixels and holds no frame.
import { asEverframeError, EverframeError } from '../base/errors';
import { hidesRoom, type Background } from '../config/background';
import { fallbackAt } from '../config/fallback-schema';
import { DEFAULT_PROGRAM, parseProgram } from '../config/program';
import { NOTHING_REMEMBERED, type Remembered } from '../config/remembered';
import type { UrlParameters } from '../config/url-parameters';
import { createProgramOutput } from '../outputs/dom/program-output';
import type { FeedHealth } from '../protocol/feed-health';
import type { CanvasPicture, ShownNote } from '../protocol/packets';
import type { ProgramStatus } from '../protocol/program-service';
import type { FrameNote } from '../protocol/vision-service';
import { createMediaClient, type MediaClient } from '../sources/dom/media-client';
import { createBackdrops } from './backdrops';
import { createBackgroundDesk } from './background-desk';
import { firstSource, initialBackground } from './choices';
import { startCompare } from './compare';
import { createEngineDesk } from './engine-desk';
import { createFallbackControls } from './fallback-controls';
import { createFallbackDesk, type FallbackDesk } from './fallback-desk';
import { createFigures } from './figures';
import { createModelsLink } from './models-link';
import { createMonitorsLink } from './monitors-link';
import { createNotifier } from './notifier';
import { createOnAir } from './on-air';
import { lookForOtherTab } from './one-tab';
import { createPictureWishes } from './picture-wishes';
import { createProgramClient, type ProgramClient } from './program-client';
import type { MachineApi } from './quality-api';
import { createQualityLink } from './quality-link';
import { createSourceSide } from './source-side';
import type { SourceRequest, StudioControls } from './studio-controls';
import type { StudioSnapshot } from './studio-snapshot';
import { createWaiters } from './waiters';

/** Views hear of changes at most this often. */
const NOTIFY_MS = 100;
const TILE_WIDTH = 160;
const NO_FEED: FeedHealth = { state: 'waiting', cause: 'starting', reason: '', sinceMs: 0 };

export type Rehearsal = 'vision-killed' | 'program-killed' | 'output-killed' | 'engine-switched';

export interface StudioOptions {
  readonly parameters: UrlParameters;
  readonly problems: readonly string[];
  readonly remembered: Remembered | null;
  readonly remember: (record: Remembered) => void;
  /** Nobody is there to click, and nobody to show the demo to: what fails is waited for, behind the fallback. */
  readonly unattended?: boolean;
  /** Quality is to stay where it is put, whatever is round the studio. */
  readonly isHeld?: () => boolean;
  /** Hears of every frame that was made. */
  readonly frames?: (notes: readonly FrameNote[]) => void;
}

export interface Studio extends StudioControls {
  readonly fallbacks: FallbackDesk;
  readonly machine: MachineApi;
  /** A script that feeds the source says that it is alive. */
  heartbeat(): void;
  /** Ends a worker as a crash would, or lets the other engine take over; for tests and rehearsals. */
  rehearse(fault: Rehearsal): void;
  /** Stops for good: its stream ends. */
  close(): Promise<void>;
  /** Counters for tests: frames held and workers restarted. */
  internals(): { openFrames: number; memoryBytes: number; programRestarts: number };
}

export function createStudio(options: StudioOptions): Studio {
  const { parameters } = options;
  let saved: Remembered = options.remembered ?? NOTHING_REMEMBERED;
  const program = parameters.program ?? parseProgram(saved.program) ?? DEFAULT_PROGRAM;
  const wishes = createPictureWishes(initialBackground(saved, parameters), parameters.mirror ?? saved.mirrorOutput);
  let mirrorView = saved.mirrorView;
  let running = false;
  let chosen = false;
  let liveSinceMs: number | null = null;
  let warnings = [...options.problems];
  let otherTab = false;
  let client: ProgramClient | null = null;
  let programStatus: ProgramStatus | null = null;
  let media: MediaClient | null = null;
  let popup: Window | null = null;
  let isStreamTaken = false;
  let ticker = 0;

  const output = createProgramOutput(program.width, program.height, () => {
    client?.connectOutputs();
  });
  output.setPrivacyEpoch(wishes.now.privacyEpoch);
  const figures = createFigures(1000 / program.fps);
  const waiters = createWaiters();
  const backdrops = createBackdrops(() => (media ??= createMediaClient()));

  // --- telling -------------------------------------------------------------------------------------------------------
  const views = createNotifier(() => snapshot(), NOTIFY_MS);
  const changed = () => {
    views.changed();
  };
  const remember = (changes: Partial<Remembered>) => {
    saved = { ...saved, ...changes };
    options.remember(saved);
  };
  const worstTrouble = () => desk.trouble ?? engines.trouble;
  const onAir = createOnAir(() => worstTrouble()?.code ?? null, changed);

  const fallbacks = createFallbackDesk(program, changed, {
    saved: saved.fallbackSources,
    save(fallbackSources) {
      remember({ fallbackSources: [...fallbackSources] });
    },
  });
  const standIns = createFallbackControls(fallbackAt(parameters, saved.fallback), onAir, fallbacks, {
    client: () => client,
    set(fallback) {
      remember({ fallback });
      changed();
    },
  });
  const held = () => ({
    openFrames: (figures.lastReport()?.openFrames ?? 0) + (programStatus?.openFrames ?? 0),
    programBytes: programStatus?.memoryBytes ?? 0,
  });
  const quality = createQualityLink({
    asked: parameters,
    keepsSettings: !options.unattended,
    snapshot: () => snapshot(),
    apply(next) {
      wishes.spend(next);
      engines.apply(wishes.now);
    },
    pace(slackMs) {
      desk.setPace(slackMs);
    },
    take(fastPaths) {
      const before = saved.fastPaths;
      remember({ fastPaths });
      for (const path of ['frameImport', 'netThreads'] as const)
        if (fastPaths[path] !== before[path]) engines.renew(path);
    },
    warn(problems) {
      warnings = [...warnings, ...problems];
    },
    changed,
  });
  const monitors = createMonitorsLink({
    snapshot,
    report: () => figures.lastReport(),
    held,
    isShownElsewhere: () => options.unattended === true || isStreamTaken || popup?.closed === false,
    dropUnused: () => behind.dropUnused(),
    tell(around) {
      if (!options.isHeld?.()) quality.around(around);
    },
  });

  // --- the source ----------------------------------------------------------------------------------------------------
  const source = createSourceSide({
    note(note) {
      client?.note(note);
    },
    muted(isMuted) {
      client?.mute(isMuted);
    },
    worker: () => engines.client,
    another() {
      fallbacks.expectOtherSource();
    },
    facts(facts) {
      quality.setSource(facts);
    },
    changed,
  });
  const { desk, feeding, noteOpen } = source;

  // --- the picture ---------------------------------------------------------------------------------------------------
  function noteShown({ origin, fresh, state, atMs }: ShownNote): void {
    figures.shown(atMs - performance.timeOrigin, fresh && origin ? atMs - origin.arrivedAtMs : null);
    if (origin) waiters.shown('track', origin);
    if (fresh && origin) {
      quality.pictureShown();
      monitors.pictureShown();
      if (desk.state.kind !== 'demo') liveSinceMs ??= Date.now();
      if (origin.sourceId === desk.current?.id && desk.state.state !== 'open') desk.firstFrame(origin.sourceId);
    }
    if (state === 'slate' || state === 'fallback' || state === 'held') onAir.become(state);
    else if (state === 'live' && origin)
      onAir.become(origin.standIn ? 'standin' : desk.state.kind === 'demo' ? 'demo' : 'live');
    watch();
  }
  function paint(picture: CanvasPicture): void {
    if (output.paint(picture) && picture.origin) waiters.shown('canvas', picture.origin);
  }
  function watch(): void {
    engines.watch();
    client?.watch();
  }

  // --- the engine ----------------------------------------------------------------------------------------------------
  const engines = createEngineDesk(
    {
      asked: parameters.engine,
      program,
      fastPaths: () => saved.fastPaths,
      timings: () => saved.timings,
      remember(timings) {
        remember({ timings });
      },
      chosenNet: async () =>
        saved.personNet === 'auto' ? null : (await import('./chosen-net')).findNet(saved.personNet),
    },
    {
      report(report) {
        figures.report(report);
        feeding.heard(report.framesIn, performance.now());
        watch();
        changed();
      },
      frames(notes) {
        quality.frames(notes);
        monitors.now?.frames(notes);
        options.frames?.(notes);
      },
      firstFrame(sourceId) {
        desk.firstFrame(sourceId);
      },
      feedEnded(sourceId, message) {
        desk.feedEnded(sourceId, message);
      },
      // A worker that came up after the source needs a feed of its own; its frames follow at once.
      engaged(kind) {
        quality.engaged(kind);
        void feeding.give();
      },
      pausing() {
        client?.note({ kind: 'expected', what: 'engine' });
      },
      lost() {
        client?.note({ kind: 'lost', what: 'engine' });
      },
      resumed: noteOpen,
      modelFailed(error) {
        waiters.fail(error);
      },
      modelReady({ contract }) {
        const ships = contract.source !== undefined && 'package' in contract.source;
        quality.net({ id: contract.id, ships, hasLightInput: contract.input.light !== undefined });
      },
      gaveUp(title, instead, error) {
        remember({ personNet: 'auto' });
        warnings = [
          ...warnings,
          `${title || 'The person model that was chosen'} could not be used (${error.message}). ${instead} took its place.`,
        ];
        changed();
      },
      programPort() {
        if (!client) throw new EverframeError('not-running', 'the studio was stopped');
        return client.visionPort();
      },
      backdrop: () => behind.forWorker(),
      modelAt: (url) => monitors.modelAt(url),
      changed,
    },
  );
  const behind = createBackgroundDesk(backdrops, {
    now: () => wishes.now.background,
    apply: (next) => applySettings({ background: next }),
    rename(next) {
      wishes.rename(next);
      changed();
    },
    saved: () => saved,
    remember,
    inCharge: () => engines.client,
  });
  const demo = () => (media ??= createMediaClient()).openDemo();
  const models = createModelsLink({
    engines,
    snapshot,
    choice: () => saved.personNet,
    choose(personNet) {
      remember({ personNet });
      changed();
    },
    feed: async () => desk.current?.feed() ?? demo(),
    demo,
  });
  function needModel(): void {
    if (hidesRoom(wishes.now.background)) void engines.needModel();
  }

  function open(): void {
    client = createProgramClient(program, {
      connect(frames, notes) {
        output.connect(frames, notes);
      },
      shown: noteShown,
      canvasPicture: paint,
      status(status) {
        programStatus = status;
        fallbacks.readout(status);
        changed();
      },
      fallbackEnd(end) {
        fallbacks.ended(end);
      },
      respawned() {
        fallbacks.respawned();
        if (client) engines.client?.connectProgram(client.visionPort());
      },
    });
    const { privacyEpoch } = wishes.now;
    client.setPrivacyEpoch(privacyEpoch);
    standIns.apply();
    fallbacks.setPrivacyEpoch(privacyEpoch);
    fallbacks.open(client);
    engines.open(wishes.now);
    ticker = window.setInterval(() => {
      const nowMs = performance.now();
      figures.tick(nowMs);
      const silentMs = feeding.silentMs(programStatus?.feed, nowMs);
      if (silentMs !== null) desk.silent(silentMs);
      watch();
      changed();
    }, 1000);
  }
  /** New settings to every place that judges pictures, the page first. */
  function applySettings(changes: { background?: Background; mirror?: boolean }): Promise<void> {
    const conceals = wishes.change(changes);
    const { revision, privacyEpoch } = wishes.now;
    if (conceals) {
      output.setPrivacyEpoch(privacyEpoch);
      client?.setPrivacyEpoch(privacyEpoch);
      fallbacks.setPrivacyEpoch(privacyEpoch);
    }
    engines.apply(wishes.now);
    changed();
    if (!running) return Promise.resolve();
    const done = waiters.wait({ revision });
    needModel();
    return done;
  }

  function snapshot(): StudioSnapshot {
    const { background, mirror } = wishes.now;
    const nowMs = performance.now();
    const report = figures.lastReport();
    return {
      running,
      firstVisit: !chosen,
      onAir: onAir.now,
      onAirSinceMs: onAir.sinceMs,
      liveSinceMs,
      source: {
        ...desk.state,
        ...(report && report.sourceWidth > 0 ? { width: report.sourceWidth, height: report.sourceHeight } : {}),
      },
      cameras: source.cameras,
      capture: saved.capture,
      background,
      roomHidden: hidesRoom(background),
      imageName: saved.imageName,
      videoName: saved.videoName,
      mirrorView,
      mirrorOutput: mirror,
      hold: onAir.hold,
      model: engines.model,
      engine: engines.engine,
      program,
      quality: quality.state(),
      figures: figures.current(nowMs),
      history: figures.history(),
      ribbon: onAir.ribbon(),
      feed: programStatus?.feed ?? NO_FEED,
      fallback: fallbacks.state(),
      fallbackSettings: standIns.settings,
      trouble: worstTrouble(),
      recovery:
        programStatus?.healthyMs == null
          ? null
          : {
              healthyMs: programStatus.healthyMs,
              neededMs: programStatus.recoveryMs,
              awaitsReturn: programStatus.awaitsReturn,
            },
      warnings,
      otherTab,
    };
  }

  // Settings are at stake between two tabs, and a page that nobody attends has none of its own.
  if (!options.unattended)
    lookForOtherTab((isThere) => {
      otherTab = isThere;
      changed();
    });

  const studio: Studio = {
    programCanvas: output.canvas,
    fallbacks,
    quality: quality.api,
    kept: () => saved,
    keep: remember,
    machine: quality.machine,
    snapshot,
    subscribe: (listener) => views.subscribe(listener),
    async start() {
      if (running) return;
      running = true;
      open();
      needModel();
      const { background } = wishes.now;
      if (background.mode === 'image' || background.mode === 'video')
        void behind.showFirst(background.mode, parameters[background.mode]).catch((error: unknown) => {
          warnings = [
            ...warnings,
            `The ${background.mode} chosen last could not be shown: ${asEverframeError(error).message}.`,
          ];
        });
      const wanted = firstSource(parameters, saved);
      chosen = wanted !== null;
      try {
        await studio.setSource(wanted ?? { kind: 'demo' });
      } catch (error) {
        // Another source was chosen meanwhile: that wish decides, and is not to be replaced by the demo.
        if (asEverframeError(error).code === 'superseded') return;
        if (wanted === null || liveSinceMs !== null) throw error;
        // Nothing real has been live yet: the demo stands in, and the trouble stays on show.
        if (options.unattended) client?.note({ kind: 'lost', what: 'source' });
        else await desk.standIn().catch(() => undefined);
        throw error;
      }
    },
    stop() {
      if (!running) return Promise.resolve();
      running = false;
      feeding.giveUp();
      clearInterval(ticker);
      desk.close();
      engines.close();
      quality.close();
      monitors.close();
      fallbacks.close();
      client?.close();
      client = null;
      programStatus = null;
      waiters.fail(new EverframeError('not-running', 'the studio was stopped'));
      media?.close();
      media = null;
      onAir.setHold(null);
      onAir.become('nothing');
      return Promise.resolve();
    },
    async setSource(request) {
      if (!running) {
        await studio.start();
      }
      const asked: SourceRequest = request.kind === 'camera' ? { ...saved.capture, ...request } : request;
      await (options.unattended ? desk.openOrWait(asked) : desk.open(asked));
      if (request.kind === 'camera') {
        const { width = 1280, height = 720, fps = 30 } = asked as { width?: number; height?: number; fps?: number };
        remember({
          capture: { width, height, fps },
          source: { kind: 'camera', deviceId: desk.state.deviceId, label: desk.state.label },
        });
      } else if (request.kind === 'demo' && chosen) remember({ source: { kind: 'demo', deviceId: null, label: '' } });
      const id = desk.current?.id;
      if (id !== undefined) await waiters.wait({ sourceId: id });
    },
    setBackground: (request) => behind.set(request),
    setMirrorView(on) {
      mirrorView = on;
      remember({ mirrorView });
      changed();
    },
    async setMirrorOutput(on) {
      await applySettings({ mirror: on });
      remember({ mirrorOutput: on });
    },
    ...standIns.controls,
    heartbeat() {
      client?.heartbeat();
    },
    async retry() {
      if (engines.model.state === 'failed') await engines.needModel();
      if (desk.trouble) await desk.retry();
    },
    takeSnapshot: () => output.snapshot(),
    startCompare: (canvas) => startCompare(canvas, () => desk.current?.feed() ?? null),
    async popOut() {
      const { openPopOut } = await import('./pop-out');
      popup = await openPopOut(output.stream, program);
    },
    takePersonPicture: async () => (await engines.client?.takePerson(TILE_WIDTH).catch(() => null))?.bitmap ?? null,
    backdropChoices: (mode) => backdrops.choices(mode),
    backdropPreview: (mode, source) =>
      backdrops.preview(mode, source, mode === 'image' ? saved.imageName : saved.videoName),
    stream() {
      isStreamTaken = true;
      return output.stream;
    },
    monitors: () => monitors.now,
    decisions: quality.decisions,
    models,
    dismissWarning(index) {
      warnings = warnings.filter((_, at) => at !== index);
      changed();
    },
    chooseSource() {
      chosen = true;
      changed();
    },
    async close() {
      await studio.stop();
      output.close();
    },
    rehearse(fault) {
      if (fault === 'program-killed') client?.kill();
      else if (fault === 'output-killed') output.killWriter();
      else engines.rehearse(fault === 'vision-killed' ? 'killed' : 'switched');
    },
    internals: () => ({
      openFrames: held().openFrames,
      memoryBytes: figures.lastReport()?.memoryBytes ?? 0,
      programRestarts: client?.restarts ?? 0,
    }),
  };
  return studio;
}
