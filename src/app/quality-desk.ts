// Quality on the page: the scheduler, told what frames cost and what is round them, and the rung that it asks for. Loaded after
// the first picture. Reads no clock: times are ms since 1970, told by whoever calls.
import type { FastPaths } from '../config/fast-paths';
import type { LiveRung } from '../config/rung';
import type { EngineKind } from '../compositor/engine';
import type { ProgramFormat } from '../config/program';
import type { FrameNote } from '../protocol/vision-service';
import { builtLadder, type Knobs } from '../scheduler/built-ladder';
import { Calibration, type Speed } from '../scheduler/calibration';
import { Scheduler } from '../scheduler/controller';
import type { Decision } from '../scheduler/decision';
import { explain, suggestions } from '../scheduler/explain';
import { LEVEL_VALUES, type Level, type Rung } from '../scheduler/ladder';
import { fastPathsOf } from '../scheduler/fast-paths';
import { MODE_TABLE } from '../scheduler/modes';
import { PageRhythm } from '../scheduler/page-rhythm';
import { PROFILE_TABLE, profileFor } from '../scheduler/profiles';
import type { SchedulerSettings } from '../scheduler/settings';
import { UNKNOWN_SURROUNDINGS, type Surroundings } from '../scheduler/surroundings';
import type { QualityStore } from './quality-store';
import type { QualityDecision, QualityState } from './studio-snapshot';

/** On the graphics card a blur of another size would be pipelines of its own, for a share of a frame that it does not notice. */
const EFFECTS: Readonly<Record<EngineKind, Knobs['effects']>> = { cpu: ['plain', 'normal'], webgpu: ['normal'] };
/** From the top: every rung that is built is one that most machines hold, and it is the picture of before. */
const TOP: Level = 'ultra-high';

export interface QualityDeskOptions {
  readonly program: ProgramFormat;
  readonly store: QualityStore;
  /** To be put in place. */
  readonly apply: (rung: LiveRung) => void;
  /** How far files may fall behind their clock before pictures of them are left out, ms; null: they wait. */
  readonly pace: (slackMs: number | null) => void;
  /** Fast paths that are to be used. */
  readonly take: (paths: FastPaths) => void;
  readonly decided: (decision: QualityDecision) => void;
  readonly changed: () => void;
  /** How quick an engine was found to be here at an earlier visit, and what is found now. */
  readonly speedOf: (kind: EngineKind) => Speed | null;
  readonly keepSpeed: (kind: EngineKind, speed: Speed) => void;
}

export interface SourceFacts {
  /** What a camera, or the demo, sends a second; null: it does not say. */
  readonly cameraFps: number | null;
  /** It waits for whoever reads it: a file. */
  readonly waits: boolean;
}

export interface NetFacts {
  readonly id: string;
  readonly ships: boolean;
  /** It takes a smaller picture too. */
  readonly hasLightInput: boolean;
}

export interface QualityDesk {
  /** An engine is at work; another kind than before begins at its top, with costs of its own. */
  engaged(kind: EngineKind, nowMs: number): void;
  /** Frames are made with that net from now on: what one costs is learnt anew. A machine is judged by the nets that ship. */
  net(facts: NetFacts, nowMs: number): void;
  frames(notes: readonly FrameNote[], nowMs: number): void;
  source(facts: SourceFacts, nowMs: number): void;
  /** The settings are others. */
  settle(nowMs: number): void;
  /** Who watches, and what the machine has to spare. */
  around(changes: Partial<Pick<Surroundings, 'watched' | 'pressure' | 'memory'>>, nowMs: number): void;
  pageShown(isVisible: boolean): void;
  /** One animation frame of the page, on its own clock. */
  pageFrame(timestampMs: number): void;
  /** Null before an engine is at work. */
  state(): Omit<QualityState, 'triedUntilMs'> | null;
  /** Since this engine is at work, the oldest first. */
  decisions(): readonly QualityDecision[];
}

const inWords = (decision: Decision): QualityDecision => ({
  atMs: decision.atMs,
  from: decision.from,
  to: decision.to,
  code: decision.reason.code,
  reason: explain(decision),
  help: suggestions(decision),
  inputs: decision.inputs,
});

export function createQualityDesk(options: QualityDeskOptions): QualityDesk {
  const { program, store, apply, changed } = options;
  const rhythm = new PageRhythm();
  let around = UNKNOWN_SURROUNDINGS;
  let waits = false;
  /** As the worker was told. */
  let skipping: LiveRung['skipping'] = 'nth';
  let slackMs: number | null = MODE_TABLE.realtime.slackMs;
  let paths: FastPaths | null = null;
  let kind: EngineKind | null = null;
  let ladder: readonly Rung[] = [];
  let scheduler: Scheduler | null = null;
  let calibration: Calibration | null = null;
  let net: NetFacts | null = null;
  /** Decisions of a scheduler before the one at work, on the same engine. */
  let past: readonly Decision[] = [];

  /** What is asked of a scheduler: nobody sees more than the program's rate, and only a file can wait. */
  const wishes = (level: Level): SchedulerSettings => {
    const { now } = store;
    const targetFps = Math.min(now.targetFps, program.fps);
    return {
      ...now,
      targetFps,
      maxFps: Math.min(now.maxFps, program.fps),
      minFps: Math.min(now.minFps, targetFps),
      mode: waits ? now.mode : 'realtime',
      level,
    };
  };
  const ladderNow = (engine: EngineKind) => {
    const { targetFps, skipping } = store.now;
    const cadenceMax = skipping === 'none' ? 1 : Infinity;
    const knobs = { cadenceMax, effects: EFFECTS[engine], hasLightInput: net?.hasLightInput === true };
    return builtLadder(knobs, Math.min(targetFps, program.fps));
  };
  const isOtherLadder = (next: readonly Rung[]) => JSON.stringify(next) !== JSON.stringify(ladder);
  const profile = () => {
    const { speed = null } = calibration ?? {};
    const { targetFps, profile: chosen } = store.now;
    const found = speed && profileFor(speed, Math.min(targetFps, program.fps));
    return { name: chosen === 'auto' ? found : chosen, found, speed };
  };

  const putInPlace = (rung: Rung | undefined) => {
    if (!rung) return;
    const { level, modelTier, cadence, effects, fpsMax } = rung;
    skipping = store.now.skipping;
    apply({ level, modelTier, cadence, skipping, effects, fpsMax });
    changed();
  };
  const obey = (decision: Decision | null) => {
    if (!decision) return;
    putInPlace(ladder.find(({ level }) => level === decision.to));
    options.decided(inWords(decision));
  };
  const tellAround = (changes: Partial<Surroundings>, nowMs: number) => {
    const names = Object.keys(changes) as (keyof Surroundings)[];
    if (names.every((name) => changes[name] === around[name])) return;
    around = { ...around, ...changes };
    if (scheduler) obey(scheduler.tell({ kind: 'surroundings', atMs: nowMs, changes }));
  };
  const tellProfile = (nowMs: number) => {
    const found = profile().name;
    // What was measured says what this machine keeps up with; where it need not, it says nothing.
    const isIdle = store.now.profile === 'auto' && !MODE_TABLE[wishes(TOP).mode].followsCost;
    const name = isIdle ? null : found;
    const { level: profileLevel = null, fpsMax: profileFps = null } = name ? PROFILE_TABLE[name] : {};
    if (profileLevel !== around.profileLevel || profileFps !== around.profileFps)
      tellAround({ profileLevel, profileFps }, nowMs);
  };
  /** A scheduler of its own for this ladder, which begins on `level`. */
  const begin = (engine: EngineKind, level: Level, nowMs: number) => {
    ladder = ladderNow(engine);
    scheduler = new Scheduler(ladder, wishes(level), nowMs);
    const first = scheduler.view().level;
    putInPlace(ladder.find((rung) => rung.level === first));
    obey(scheduler.tell({ kind: 'surroundings', atMs: nowMs, changes: around }));
  };
  const setPace = () => {
    const next = MODE_TABLE[store.now.mode].slackMs;
    if (next !== slackMs) options.pace(next);
    slackMs = next;
  };
  const setPaths = () => {
    const next = fastPathsOf(store.now);
    if (JSON.stringify(next) !== JSON.stringify(paths)) options.take(next);
    paths = next;
  };
  setPace();
  setPaths();

  return {
    engaged(next, nowMs) {
      calibration?.unsettle();
      if (next === kind) return;
      kind = next;
      past = [];
      calibration = new Calibration(program.width * program.height, options.speedOf(next));
      // What the other engine keeps up with is no ceiling of this one.
      scheduler = null;
      tellProfile(nowMs);
      begin(next, store.now.automatic ? TOP : store.now.level, nowMs);
    },
    net(facts, nowMs) {
      const isOther = net !== null && net.id !== facts.id;
      net = facts;
      if (!scheduler || !kind || !(isOther || isOtherLadder(ladderNow(kind)))) return;
      const { level, decisions } = scheduler.view();
      past = [...past, ...decisions];
      calibration?.unsettle();
      begin(kind, store.now.automatic ? level : store.now.level, nowMs);
      changed();
    },
    frames(notes, nowMs) {
      if (!scheduler || !kind) return;
      for (const note of notes) {
        scheduler.tell({ kind: 'frame', ...note });
        const rung = ladder.find(({ level }) => level === note.level);
        if (!rung || net?.ships === false || !calibration?.add(note, rung) || !calibration.speed) continue;
        options.keepSpeed(kind, calibration.speed);
        tellProfile(nowMs);
      }
      tellAround({ page: rhythm.state }, nowMs);
      obey(scheduler.tell({ kind: 'tick', atMs: nowMs }));
    },
    source({ cameraFps, waits: nextWaits }, nowMs) {
      const isOther = nextWaits !== waits;
      waits = nextWaits;
      tellAround({ cameraFps }, nowMs);
      if (isOther) this.settle(nowMs);
    },
    settle(nowMs) {
      setPace();
      setPaths();
      if (!scheduler || !kind) return;
      const { level, decisions } = scheduler.view();
      if (!isOtherLadder(ladderNow(kind))) {
        const settings = wishes(store.now.level);
        obey(scheduler.tell({ kind: 'settings', atMs: nowMs, settings }));
        // What was decided and has no frame yet is not taken back.
        const { level: now, pending } = scheduler.view();
        if (skipping !== store.now.skipping) putInPlace(ladder.find((rung) => rung.level === (pending ?? now)));
      } else {
        past = [...past, ...decisions];
        begin(kind, store.now.automatic ? level : store.now.level, nowMs);
      }
      tellProfile(nowMs);
      changed();
    },
    around: tellAround,
    decisions: () => [...past, ...(scheduler?.view().decisions ?? [])].map(inWords),
    pageShown(isVisible) {
      rhythm.shown(isVisible);
    },
    pageFrame(timestampMs) {
      rhythm.frame(timestampMs);
    },
    state() {
      if (!scheduler || !kind) return null;
      const { decisions, ...view } = scheduler.view();
      const last = decisions.at(-1) ?? past.at(-1);
      return {
        ...view,
        levels: ladder.map((rung) => rung.level),
        rung: ladder.find((rung) => rung.level === view.level) ?? null,
        value: LEVEL_VALUES[view.level],
        changes: past.length + decisions.length,
        last: last ? inWords(last) : null,
        settings: store.now,
        preset: store.preset,
        profile: profile(),
        pageFps: rhythm.fps,
        sourceWaits: waits,
      };
    },
  };
}
