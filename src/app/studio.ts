// The page, put together: source desk -> engine room -> program worker -> output, and one snapshot of all of it for the
// views and the automation API. It decides nothing about pixels and holds no frame.
import { asEverframeError, EverframeError } from '../base/errors';
import { hidesMore, hidesRoom, type Background } from '../config/background';
import { personNetFor } from '../config/person-net';
import { DEFAULT_PROGRAM } from '../config/program';
import { NOTHING_REMEMBERED, type Remembered } from '../config/remembered';
import type { UrlParameters } from '../config/url-parameters';
import { createProgramOutput } from '../outputs/dom/program-output';
import type { CanvasPicture, ProgramPacket } from '../protocol/packets';
import type { ProgramStatus } from '../protocol/program-service';
import type { VisionEvent, VisionSettings } from '../protocol/vision-service';
import { listCameras } from '../sources/dom/camera';
import { createMediaClient, type MediaClient } from '../sources/dom/media-client';
import { createBackdrops, type FoundBackdrop } from './backdrops';
import { createCatalogueReader } from './catalogue';
import { firstSource, initialBackground, resolveBackground } from './choices';
import { startCompare } from './compare';
import { chooseEngine, compareTimings, readAdapter, type AdapterFacts } from './engine-choice';
import { createEngineRoom, type EngineRoom } from './engine-room';
import { timeEngines } from './engine-timing';
import { createFigures } from './figures';
import { createNotifier } from './notifier';
import { openPopOut } from './pop-out';
import { createProgramClient, type ProgramClient } from './program-client';
import { createRibbon } from './ribbon';
import { createSourceDesk } from './source-desk';
import type { BackdropMode, SourceRequest, StudioControls } from './studio-controls';
import type { CameraInfo, EngineState, ModelState, OnAir, StudioSnapshot, Trouble } from './studio-snapshot';
import { createWaiters } from './waiters';

/** Views hear of changes at most this often. */
const NOTIFY_MS = 100;
const TILE_WIDTH = 160;
const RELEASE_MS = 500;
/** One thread holds 30 fps with the least processor time; two take 0.68 of a frame's time for 1.25 of the work. */
const ENGINE_THREADS = 1;

export type Rehearsal = 'vision-killed' | 'program-killed' | 'engine-switched';

export interface StudioOptions {
  readonly parameters: UrlParameters;
  readonly problems: readonly string[];
  readonly remembered: Remembered | null;
  readonly remember: (record: Remembered) => void;
  /** Nobody is there to click, and nobody to show the demo to: what fails is waited for, on the slate. */
  readonly unattended?: boolean;
}

export interface Studio extends StudioControls {
  /** Ends a worker as a crash would, or lets the other engine take over; for tests and rehearsals. */
  rehearse(fault: Rehearsal): void;
  /** Counters for tests: frames held and workers restarted. */
  internals(): { openFrames: number; memoryBytes: number; programRestarts: number };
}

export function createStudio(options: StudioOptions): Studio {
  const { parameters } = options;
  const program = parameters.program ?? DEFAULT_PROGRAM;
  let saved: Remembered = options.remembered ?? NOTHING_REMEMBERED;
  let background: Background = initialBackground(saved, parameters);
  let mirrorOutput = parameters.mirror ?? saved.mirrorOutput;
  let mirrorView = saved.mirrorView;
  let revision = 1;
  let privacyEpoch = 1;
  let running = false;
  let heldByUser = false;
  let releasedMs = -Infinity;
  let onAirByUser = false;
  let chosen = false;
  let liveSinceMs: number | null = null;
  let onAir: OnAir = 'nothing';
  let onAirSinceMs = Date.now();
  let cameras: CameraInfo[] = [];
  let model: ModelState = { state: 'none', title: 'Person model', loadedBytes: 0, totalBytes: 0 };
  let engine: EngineState = { kind: null, reason: '', timing: false, adapter: '', threads: 1 };
  let engineTrouble: Trouble | null = null;
  let warnings = [...options.problems];
  let otherTab = false;
  let adapter: AdapterFacts | null = null;
  let room: EngineRoom | null = null;
  let client: ProgramClient | null = null;
  let programStatus: ProgramStatus | null = null;
  let lastFreshMs = 0;
  /** When the source was last given to a worker: it owes pictures from then on. */
  let fedMs = 0;
  let media: MediaClient | null = null;
  /** What stands behind the person now, for workers that come later. */
  let backdropNow: { mode: BackdropMode; found: FoundBackdrop } | null = null;
  let ticker = 0;

  const output = createProgramOutput(program.width, program.height);
  const figures = createFigures(1000 / program.fps);
  const ribbon = createRibbon();
  const waiters = createWaiters();
  const readContract = createCatalogueReader();
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
  const settings = (): VisionSettings => ({ revision, privacyEpoch, background, mirror: mirrorOutput });
  const setOnAir = (next: OnAir) => {
    // The release of a hold takes a moment to reach the program: what is held until then is still the person's hold.
    const byUser = next === 'held' && (heldByUser || performance.now() - releasedMs < RELEASE_MS);
    if (next === onAir && byUser === onAirByUser) return;
    onAir = next;
    onAirByUser = byUser;
    onAirSinceMs = Date.now();
    ribbon.note(
      next,
      onAirSinceMs,
      next === 'live' || next === 'demo' || byUser ? null : (desk.trouble?.code ?? engineTrouble?.code ?? null),
      byUser,
    );
    changed();
  };

  // --- the source ----------------------------------------------------------------------------------------------------
  const desk = createSourceDesk({
    opened(again) {
      if (!again) client?.note({ kind: 'expected', what: 'source' });
      void feedRoom();
      changed();
    },
    lost() {
      client?.note({ kind: 'lost' });
      changed();
    },
    changed() {
      void refreshCameras();
      changed();
    },
  });
  async function refreshCameras(): Promise<void> {
    const found = await listCameras();
    if (JSON.stringify(found) === JSON.stringify(cameras)) return;
    cameras = found;
    changed();
  }
  let feeding = 0;
  /** Gives the worker in charge a feed of the source that is open. A later call (a fresh worker, another source) wins. */
  async function feedRoom(): Promise<void> {
    const mine = ++feeding;
    const target = room?.client;
    // A worker that ends before that is followed by one that is fed in its turn.
    const isReady = await target?.ready().then(
      () => true,
      () => false,
    );
    const source = desk.current;
    if (mine !== feeding || !isReady || !target || !source) return;
    const given = await source.feed();
    if (mine !== feeding) {
      given.close();
      return;
    }
    target.setFeed(given, { sourceId: source.id, fit: source.fit });
    fedMs = performance.now();
    noteOpen();
  }
  function noteOpen(): void {
    const source = desk.current;
    if (source) client?.note({ kind: 'open', sourceId: source.id, heartbeat: source.heartbeat });
  }

  // --- the picture ---------------------------------------------------------------------------------------------------
  function show(packet: ProgramPacket): void {
    const { origin, fresh, state } = packet;
    output.show(packet, privacyEpoch);
    const nowMs = performance.now();
    figures.shown(nowMs, fresh && origin ? performance.timeOrigin + nowMs - origin.arrivedAtMs : null);
    if (fresh && origin) {
      lastFreshMs = nowMs;
      if (desk.state.kind !== 'demo') liveSinceMs ??= Date.now();
      if (origin.sourceId === desk.current?.id && desk.state.state !== 'open') desk.firstFrame(origin.sourceId);
    }
    if (state === 'slate') setOnAir('slate');
    else if (state === 'held') setOnAir('held');
    else if (state === 'live' && origin)
      setOnAir(origin.standIn ? 'standin' : desk.state.kind === 'demo' ? 'demo' : 'live');
    watch();
  }
  /** The canvas comes last, so a promise about a setting resolves when both outputs show it. */
  function paint(picture: CanvasPicture): void {
    if (output.paint(picture, privacyEpoch) && picture.origin) waiters.shown(picture.origin);
  }
  function watch(): void {
    room?.watch();
    client?.watch();
  }

  // --- the engine ----------------------------------------------------------------------------------------------------
  function onVision(event: VisionEvent): void {
    switch (event.kind) {
      case 'report':
        figures.report(event.report);
        watch();
        break;
      case 'first-frame':
        desk.firstFrame(event.sourceId);
        break;
      case 'feed-ended':
        desk.feedEnded(event.sourceId, event.message);
        break;
      case 'model-progress':
        model = { ...model, loadedBytes: event.loadedBytes, totalBytes: event.totalBytes };
        break;
      case 'failure':
        engineTrouble = { code: event.code, sinceMs: Date.now(), message: event.message, facts: event.facts };
        break;
    }
    changed();
  }
  async function needModel(): Promise<void> {
    if (!room || !hidesRoom(background)) return;
    try {
      const found = await readContract(personNetFor(program));
      model = { ...model, title: found.title, totalBytes: found.bytes };
      // Workers resolve addresses against their own script, so it goes there whole.
      await room.needModel(found, new URL(`models/${found.file}`, document.baseURI).href);
      if (engineTrouble?.code.startsWith('model')) engineTrouble = null;
      void timeGraphicsCard();
    } catch (error) {
      const failure = asEverframeError(error, 'model-unreadable');
      model = { ...model, state: 'failed' };
      engineTrouble = { code: failure.code, sinceMs: Date.now(), message: failure.message, facts: failure.facts };
      waiters.fail(failure);
    } finally {
      changed();
    }
  }
  /** Once a machine: both engines in spare workers, after the first masked picture; the faster one takes over. */
  async function timeGraphicsCard(): Promise<void> {
    if (!room || engine.timing) return;
    adapter ??= await readAdapter();
    const choice = chooseEngine(parameters.engine, adapter, saved.timings[adapter.name] ?? null);
    engine = { ...engine, reason: choice.reason, adapter: adapter.name };
    changed();
    try {
      if (choice.shouldTime) {
        engine = { ...engine, timing: true };
        const timing = await timeEngines(room);
        remember({ timings: { ...saved.timings, [adapter.name]: timing } });
        engine = { ...engine, reason: compareTimings(timing).reason };
        if (compareTimings(timing).kind !== room.kind) await room.takeOver(compareTimings(timing).kind);
      } else if (choice.kind !== room.kind) await room.takeOver(choice.kind);
    } catch (error) {
      engine = {
        ...engine,
        reason: `The processor: the graphics card could not be used (${asEverframeError(error).message}).`,
      };
    } finally {
      engine = { ...engine, timing: false };
      changed();
    }
  }

  function open(): void {
    client = createProgramClient(program, {
      packet: show,
      canvasPicture: paint,
      status(status) {
        programStatus = status;
        changed();
      },
      respawned() {
        if (room && client) room.client.connectProgram(client.visionPort());
      },
    });
    const programClient = client;
    programClient.setPrivacyEpoch(privacyEpoch);
    room = createEngineRoom(parameters.engine ?? 'cpu', program, ENGINE_THREADS, {
      event: onVision,
      engaged(kind, name, threads) {
        engine = { ...engine, kind, adapter: name || engine.adapter, threads };
        if (parameters.engine) engine = { ...engine, reason: chooseEngine(kind, null, null).reason };
        if (engineTrouble && !engineTrouble.code.startsWith('model')) engineTrouble = null;
        // A worker that came up after the source needs a feed of its own; its frames follow at once.
        void feedRoom();
        changed();
      },
      model(state, error) {
        // Opening a net keeps its worker busy for a moment; that is no fault of the source.
        if (state === 'loading') client?.note({ kind: 'expected', what: 'engine' });
        else noteOpen();
        model = { ...model, state };
        if (state === 'ready' && engineTrouble?.code.startsWith('model')) engineTrouble = null;
        if (error)
          engineTrouble = { code: error.code, sinceMs: Date.now(), message: error.message, facts: error.facts };
        changed();
      },
      programPort: () => programClient.visionPort(),
      backdrop: () =>
        backdropNow?.mode === background.mode
          ? backdrops.make(backdropNow.mode, backdropNow.found)
          : Promise.resolve(null),
      pausing() {
        client?.note({ kind: 'expected', what: 'engine' });
        changed();
      },
    });
    room.apply(settings());
    ticker = window.setInterval(() => {
      const nowMs = performance.now();
      figures.tick(nowMs);
      desk.silent(fedMs === 0 ? 0 : nowMs - Math.max(lastFreshMs, fedMs));
      watch();
      changed();
    }, 1000);
  }
  /** New settings to every place that judges pictures, the page first. */
  function applySettings(changes: { background?: Background; mirror?: boolean }): Promise<void> {
    const conceals = changes.background !== undefined && hidesMore(changes.background, background);
    background = changes.background ?? background;
    mirrorOutput = changes.mirror ?? mirrorOutput;
    revision += 1;
    if (conceals) {
      privacyEpoch += 1;
      client?.setPrivacyEpoch(privacyEpoch);
    }
    room?.apply(settings());
    changed();
    if (!running) return Promise.resolve();
    const done = waiters.wait({ revision });
    void needModel();
    return done;
  }

  const lastName = (mode: BackdropMode) => (mode === 'image' ? saved.imageName : saved.videoName);
  /** Puts it behind the person and answers its name. What was there before stays until the new one is decoded. */
  async function takeBackdrop(mode: BackdropMode, source: File | string | undefined): Promise<string> {
    const found = await backdrops.find(mode, source, lastName(mode));
    const { name } = found;
    try {
      const backdrop = await backdrops.make(mode, found);
      await room?.client.opened;
      await room?.client.setBackdrop(backdrop);
    } catch (error) {
      const { code, message, facts } = asEverframeError(
        error,
        mode === 'image' ? 'picture-unreadable' : 'file-unreadable',
      );
      throw new EverframeError(code, message, { cause: error, facts: { name, ...facts } });
    }
    backdropNow = { mode, found };
    await backdrops.keep(mode, found);
    remember(mode === 'image' ? { imageName: name } : { videoName: name });
    return name;
  }

  /** At the start the background is known before its picture is: the name follows. */
  async function showFirstBackdrop(mode: BackdropMode, address: string | undefined): Promise<void> {
    const name = await takeBackdrop(mode, address);
    if (background.mode === mode) background = { mode, name };
    changed();
  }

  function worstTrouble(): Trouble | null {
    return desk.trouble ?? engineTrouble;
  }
  function snapshot(): StudioSnapshot {
    const nowMs = performance.now();
    const report = figures.lastReport();
    return {
      running,
      firstVisit: !chosen,
      onAir,
      onAirSinceMs,
      liveSinceMs,
      source: {
        ...desk.state,
        ...(report && report.sourceWidth > 0 ? { width: report.sourceWidth, height: report.sourceHeight } : {}),
      },
      cameras,
      capture: saved.capture,
      background,
      roomHidden: hidesRoom(background),
      imageName: saved.imageName,
      videoName: saved.videoName,
      mirrorView,
      mirrorOutput,
      heldByUser,
      model,
      engine,
      program,
      figures: figures.current(nowMs),
      history: figures.history(),
      ribbon: ribbon.parts(),
      trouble: worstTrouble(),
      recovery:
        programStatus?.healthyMs == null
          ? null
          : { healthyMs: programStatus.healthyMs, neededMs: programStatus.recoveryMs },
      warnings,
      otherTab,
    };
  }

  // Settings are at stake between two tabs, and a page that nobody attends has none of its own.
  if (!options.unattended)
    void navigator.locks.request('everframe-studio', { ifAvailable: true }, (lock) => {
      otherTab = lock === null;
      changed();
      return lock ? new Promise(() => undefined) : undefined;
    });

  const studio: Studio = {
    programCanvas: output.canvas,
    snapshot,
    subscribe: (listener) => views.subscribe(listener),
    async start() {
      if (running) return;
      running = true;
      open();
      void needModel();
      if (background.mode === 'image' || background.mode === 'video')
        void showFirstBackdrop(background.mode, parameters[background.mode]).catch((error: unknown) => {
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
        if (wanted === null || liveSinceMs !== null) throw error;
        // Nothing real has been live yet: the demo stands in, and the trouble stays on show.
        if (options.unattended) client?.note({ kind: 'lost' });
        else await desk.standIn().catch(() => undefined);
        throw error;
      }
    },
    stop() {
      if (!running) return Promise.resolve();
      running = false;
      clearInterval(ticker);
      desk.close();
      room?.close();
      client?.close();
      room = null;
      client = null;
      programStatus = null;
      waiters.fail(new EverframeError('not-running', 'the studio was stopped'));
      media?.close();
      media = null;
      model = { ...model, state: 'none' };
      setOnAir('nothing');
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
    async setBackground(request) {
      const next = await resolveBackground(request, background, takeBackdrop);
      const shown = applySettings({ background: next });
      // Not when its picture comes: a page that is reloaded before that is not to show the room.
      remember({ background: next });
      await shown;
      return next;
    },
    setMirrorView(on) {
      mirrorView = on;
      remember({ mirrorView });
      changed();
    },
    async setMirrorOutput(on) {
      await applySettings({ mirror: on });
      remember({ mirrorOutput });
    },
    setHold(on) {
      if (heldByUser && !on) releasedMs = performance.now();
      heldByUser = on;
      client?.hold(on);
      changed();
    },
    async retry() {
      if (model.state === 'failed') await needModel();
      if (desk.trouble) await desk.retry();
    },
    takeSnapshot: () => output.snapshot(),
    startCompare: (canvas) => startCompare(canvas, () => desk.current?.feed() ?? null),
    popOut: () => openPopOut(output.stream, program),
    takePersonPicture: async () => (await room?.client.takePerson(TILE_WIDTH).catch(() => null))?.bitmap ?? null,
    backdropChoices: (mode) => backdrops.choices(mode),
    backdropPreview: (mode, source) => backdrops.preview(mode, source, lastName(mode)),
    stream: () => output.stream,
    dismissWarning(index) {
      warnings = warnings.filter((_, at) => at !== index);
      changed();
    },
    chooseSource() {
      chosen = true;
      changed();
    },
    rehearse(fault) {
      if (fault === 'vision-killed') room?.kill();
      else if (fault === 'program-killed') client?.kill();
      else void room?.takeOver(room.kind === 'cpu' ? 'webgpu' : 'cpu').catch(() => undefined);
    },
    internals: () => ({
      openFrames: (figures.lastReport()?.openFrames ?? 0) + (programStatus?.openFrames ?? 0),
      memoryBytes: figures.lastReport()?.memoryBytes ?? 0,
      programRestarts: client?.restarts ?? 0,
    }),
  };
  return studio;
}
