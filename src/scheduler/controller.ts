// The scheduler: told samples and surroundings, it answers which rung. It imports nothing that it controls, reads no clock,
// and decides the same from the same events. Down at once, by what is measured; up one rung at a time, as a trial.
import { Bans } from './bans';
import { climb, leave, SLOW_EVIDENCE_MS, type Move, type Standing } from './choose-rung';
import { CostBook } from './cost-book';
import { inputsOf, type Decision, type Reason } from './decision';
import type { FrameEvent, SchedulerEvent } from './events';
import { helpFor } from './help';
import type { Level, Rung } from './ladder';
import { budgetMs, rungOf, wantedFps } from './limits';
import { MODE_TABLE } from './modes';
import { Oddities } from './oddities';
import { reconcile, type SchedulerSettings } from './settings';
import { Stay } from './stay';
import { SteadyClock } from './steady-clock';
import { STRATEGY_TABLE, StrategyChooser, type Strategy } from './strategy';
import { Caps, UNKNOWN_SURROUNDINGS, type Ceiling, type Surroundings } from './surroundings';

/** A worker that goes on with the old rung for that long does not answer. */
const NO_ANSWER_MS = 8000;
const REFUSED_MS = 60_000;
const STRANGERS = 60;
const KEPT_DECISIONS = 200;

export interface SchedulerView {
  readonly level: Level;
  /** The rung asked for that no frame was made on yet. */
  readonly pending: Level | null;
  /** The larger of the fast and the slow average. */
  readonly costMs: number | null;
  readonly fastMs: number | null;
  readonly slowMs: number | null;
  readonly p95Ms: number | null;
  /** Of the frames lately. */
  readonly missedShare: number;
  readonly budgetMs: number;
  readonly wantedFps: number;
  readonly ceiling: Level;
  readonly cap: Ceiling['cap'];
  readonly strategy: Strategy['name'];
  /** Rungs that rest after a failure, and for how long yet. */
  readonly resting: readonly { readonly level: Level; readonly forMs: number }[];
  readonly problems: readonly string[];
  readonly decisions: readonly Decision[];
}

interface Pending {
  readonly rung: number;
  readonly sinceMs: number;
  readonly isTrial: boolean;
}

export class Scheduler {
  readonly #ladder: readonly Rung[];
  readonly #clock: SteadyClock;
  readonly #book: CostBook;
  readonly #bans = new Bans();
  readonly #caps = new Caps();
  readonly #chooser = new StrategyChooser();
  readonly #oddities = new Oddities();
  readonly #decisions: Decision[] = [];
  #settings: SchedulerSettings;
  #settingProblems: readonly string[];
  #around: Surroundings = UNKNOWN_SURROUNDINGS;
  #current: number;
  #stay: Stay;
  #pending: Pending | null = null;
  #decidedMs = 0;
  /** Frames in a row that were made on a rung that nobody asked for. */
  #strangers = 0;
  #atMs: number;

  /** `ladder` in rising order, not empty. */
  constructor(ladder: readonly Rung[], wished: SchedulerSettings, atMs: number) {
    if (ladder.length === 0) throw new RangeError('a ladder without rungs: no model is here');
    this.#ladder = ladder;
    const { settings, problems } = reconcile(wished);
    this.#settings = settings;
    this.#settingProblems = problems;
    this.#clock = new SteadyClock(atMs);
    this.#atMs = atMs;
    this.#book = new CostBook(
      ladder.map((rung) => rung.nominalCost),
      0,
    );
    this.#current = Math.min(this.#rungOf(settings.level), this.#ceiling().rung);
    this.#stay = new Stay(this.#rung(this.#current), { sinceMs: 0, isTrial: false });
  }

  /** Takes note of what happened. Answers a decision where it makes one: its rung is to be put in place. */
  tell(event: SchedulerEvent): Decision | null {
    const step = this.#clock.advance(event.atMs);
    if (Number.isFinite(event.atMs)) this.#atMs = event.atMs;
    if (step !== 'on' || !Number.isFinite(event.atMs)) this.#oddities.clock(step);
    if (step !== 'on') this.#startOver();
    switch (event.kind) {
      case 'frame':
        this.#note(event);
        return null;
      case 'tick':
        return this.#decide();
      case 'settings': {
        const { settings, problems } = reconcile(event.settings);
        this.#settings = settings;
        this.#settingProblems = problems;
        return this.#decide();
      }
      case 'surroundings':
        this.#around = { ...this.#around, ...event.changes };
        return this.#decide();
      case 'refused':
        return this.#refuse(event.level, event.why);
    }
  }

  #rung(index: number): Rung {
    const rung = this.#ladder[index];
    if (!rung) throw new RangeError(`there is no rung ${index}`);
    return rung;
  }

  #rungOf(level: Level): number {
    return rungOf(this.#ladder, level);
  }

  #ceiling(): Ceiling {
    const { automatic, levelMax } = this.#settings;
    const most = automatic ? levelMax : 'ultra-high';
    return this.#caps.ceiling(this.#around, most, this.#ladder.length - 1, (level) => this.#rungOf(level));
  }

  #strategy(): Strategy {
    const { strategy } = this.#settings;
    return STRATEGY_TABLE[strategy === 'adaptive' ? this.#chooser.chosen : strategy];
  }

  #wantedFps(index: number): number {
    return wantedFps(this.#rung(index), this.#settings, this.#around);
  }

  #budgetMs(index: number): number {
    return budgetMs(this.#rung(index), this.#settings, this.#around, this.#strategy());
  }

  #startOver(): void {
    this.#stay.clear(this.#clock.nowMs);
    this.#book.doubt();
  }

  #note(frame: FrameEvent): void {
    if (!this.#oddities.isSound(frame)) return;
    const { nowMs } = this.#clock;
    const pending = this.#pending;
    if (pending && frame.level === this.#rung(pending.rung).level) this.#arrive(pending, nowMs);
    else if (frame.level !== this.#rung(this.#current).level && !this.#isAdopted(frame.level, nowMs)) return;
    this.#strangers = 0;
    this.#stay.add(frame, nowMs);
    const learnt = this.#stay.lesson(nowMs);
    if (learnt) this.#book.learn(this.#current, learnt.costMs, learnt.spread, nowMs);
  }

  /** A fresh worker may run another rung than the one last asked for: after that many frames, that one is in use. */
  #isAdopted(level: Level, nowMs: number): boolean {
    const rung = this.#ladder.findIndex((one) => one.level === level);
    if (rung < 0) this.#oddities.stranger();
    this.#strangers += 1;
    if (rung < 0 || this.#strangers < STRANGERS) return false;
    this.#arrive({ rung, sinceMs: nowMs, isTrial: false }, nowMs);
    return true;
  }

  #arrive({ rung, isTrial }: Pending, nowMs: number): void {
    this.#pending = null;
    this.#current = rung;
    this.#book.switched();
    this.#stay = new Stay(this.#rung(rung), { sinceMs: nowMs, isTrial });
  }

  #decide(): Decision | null {
    const { nowMs } = this.#clock;
    const seconds = Math.min(nowMs - this.#decidedMs, 1000) / 1000;
    this.#decidedMs = nowMs;
    this.#caps.note(this.#around, this.#pending?.rung ?? this.#current, nowMs);
    const ceiling = this.#ceiling();
    this.#noteStrategy(seconds);
    const heading = this.#pending?.rung ?? this.#current;
    if (heading > ceiling.rung) return this.#give(heading, ceiling);
    if (!this.#settings.automatic) {
      const chosen = this.#open(Math.min(this.#rungOf(this.#settings.level), ceiling.rung));
      if (chosen !== heading) return this.#go(chosen, { code: 'chosen' });
    }
    if (this.#pending) return this.#wait(this.#pending, nowMs);
    if (!this.#settings.automatic) return null;
    if (!this.#followsCost()) {
      const top = this.#open(ceiling.rung);
      return top > this.#current ? this.#go(top, { code: 'no-clock' }) : null;
    }
    const standing = this.#standing();
    return this.#take(leave(standing) ?? climb(standing, ceiling.rung));
  }

  /** Down to the ceiling. A shortage that comes back with the rung lets it rest longer every time. */
  #give(heading: number, { rung, cap }: Ceiling): Decision {
    const { nowMs } = this.#clock;
    if (cap === 'pressure' || cap === 'memory' || cap === 'page') {
      this.#bans.fail(heading, nowMs - this.#stay.sinceMs, this.#book.load, nowMs);
    }
    return this.#go(rung, { code: 'ceiling', cap: cap ?? 'user' });
  }

  #standing(): Standing {
    return {
      current: this.#current,
      stay: this.#stay,
      book: this.#book,
      bans: this.#bans,
      strategy: this.#strategy(),
      budgetMs: (rung) => this.#budgetMs(rung),
      nowMs: this.#clock.nowMs,
    };
  }

  #take(move: Move | null): Decision | null {
    return move && this.#go(move.to, move.reason, move.costMs);
  }

  #noteStrategy(seconds: number): void {
    const { meter } = this.#stay;
    if (this.#settings.strategy !== 'adaptive' || meter.evidenceMs < SLOW_EVIDENCE_MS) return;
    const lowest = this.#book.expect(0, this.#current, meter.slowMs).costMs;
    const frameMs = (1000 / this.#wantedFps(0)) * (1 - this.#settings.neighbourShare);
    this.#chooser.note(seconds, {
      starved: this.#current === 0 && meter.slowMs > 1.05 * frameMs,
      fed: lowest < 0.9 * frameMs,
    });
  }

  #wait(pending: Pending, nowMs: number): Decision | null {
    // Frames of the old rung show that there is somebody; without any the source is silent, and nobody is to blame.
    const isIgnored =
      nowMs - pending.sinceMs > NO_ANSWER_MS && this.#stay.lastFrameMs > pending.sinceMs + NO_ANSWER_MS / 2;
    if (isIgnored) return this.#refuse(this.#rung(pending.rung).level, 'no-answer');
    // A load that comes while a better rung is made ready does not wait for it.
    const mayLeave = pending.rung > this.#current && this.#followsCost();
    return mayLeave ? this.#take(leave(this.#standing())) : null;
  }

  /** The highest rung at or below `rung` that does not rest; one chosen by hand may cost what it costs, if it can be had at all. */
  #open(rung: number): number {
    const { nowMs } = this.#clock;
    const isShut = (index: number) =>
      this.#settings.automatic ? this.#bans.restsMs(index, nowMs) > 0 : this.#bans.isClosed(index, nowMs);
    let open = rung;
    while (open > 0 && isShut(open)) open -= 1;
    return open;
  }

  /** Quality follows cost: nobody chose the level, and there is a clock to keep up with. A file takes as long as it takes. */
  #followsCost(): boolean {
    return this.#settings.automatic && MODE_TABLE[this.#settings.mode].followsCost;
  }

  #refuse(level: Level, why: 'model-missing' | 'failed' | 'no-answer'): Decision | null {
    const index = this.#ladder.findIndex((rung) => rung.level === level);
    const pending = this.#pending;
    if (index < 0 || pending?.rung !== index) return null;
    this.#bans.close(index, why === 'model-missing' ? Infinity : REFUSED_MS, this.#clock.nowMs);
    this.#pending = null;
    return this.#keep(index, this.#current, { code: 'refused', why }, null);
  }

  #go(to: number, reason: Reason, costMs: number | null = null): Decision {
    const { nowMs } = this.#clock;
    // Taking back what was asked for is a step from there.
    const from = to === this.#current ? (this.#pending?.rung ?? to) : this.#current;
    this.#pending = to === this.#current ? null : { rung: to, sinceMs: nowMs, isTrial: reason.code === 'room' };
    return this.#keep(from, to, reason, costMs);
  }

  #keep(from: number, to: number, reason: Reason, costMs: number | null): Decision {
    const { rung, cap } = this.#ceiling();
    const limits = { wantedFps: this.#wantedFps(to), ceiling: this.#rung(rung).level, cap };
    const inputs = inputsOf(this.#standing(), to, costMs, limits);
    const help = helpFor(reason, inputs, this.#settings, this.#around);
    const decision = { atMs: this.#atMs, from: this.#rung(from).level, to: this.#rung(to).level, reason, inputs, help };
    this.#decisions.push(decision);
    if (this.#decisions.length > KEPT_DECISIONS) this.#decisions.shift();
    return decision;
  }

  view(): SchedulerView {
    const { rung, cap } = this.#ceiling();
    const { nowMs } = this.#clock;
    const { meter, missed } = this.#stay;
    const isMeasured = meter.frames > 0;
    const rest = this.#ladder.map(({ level }, index) => ({ level, forMs: this.#bans.restsMs(index, nowMs) }));
    return {
      level: this.#rung(this.#current).level,
      pending: this.#pending ? this.#rung(this.#pending.rung).level : null,
      costMs: isMeasured ? meter.costMs : null,
      fastMs: isMeasured ? meter.fastMs : null,
      slowMs: isMeasured ? meter.slowMs : null,
      p95Ms: isMeasured ? meter.p95Ms : null,
      missedShare: missed.share,
      budgetMs: this.#budgetMs(this.#current),
      wantedFps: this.#wantedFps(this.#current),
      ceiling: this.#rung(rung).level,
      cap,
      strategy: this.#strategy().name,
      resting: rest.filter(({ forMs }) => forMs > 0),
      problems: [...this.#settingProblems, ...this.#oddities.problems(this.#around)],
      decisions: [...this.#decisions],
    };
  }
}
