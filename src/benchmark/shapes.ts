// How much a benchmark does: the same code with other counts. Pure data.

export interface ScenarioSeconds {
  readonly normal: number;
  readonly load: number;
  readonly loss: number;
  readonly recovery: number;
}

export interface Shape {
  /** `long` is `full` and then ten minutes live, for what memory becomes; `trial` is for tests: tiny counts, figures that say nothing. */
  readonly kind: 'quick' | 'full' | 'long' | 'trial';
  /** About how long it takes where nothing is given up. */
  readonly minutes: number;
  readonly netRuns: number;
  /** Workers that time a net, one after the other, every other net between: a machine's slow seconds are seen as spread, and none is one net's alone. */
  readonly netLaunches: number;
  /** Nets and rungs that are tried; fewer in a trial. */
  readonly netsMost: number;
  readonly rungsMost: number;
  readonly rungFrames: number;
  /** Times that each rung is visited for its share of them, for the same reason. */
  readonly rungVisits: number;
  /** Rungs, from the highest on, that are visited once more beside each load. */
  readonly busyRungs: number;
  /** A net on a back-end, or a rung, that takes longer is given up. */
  readonly capS: number;
  readonly latencyS: number;
  readonly scenario: ScenarioSeconds;
  /** From the scenario's begin on, its second run goes on for so long at least. */
  readonly liveS: number;
  readonly starts: number;
}

const FULL: Shape = {
  kind: 'full',
  minutes: 7,
  netRuns: 200,
  netLaunches: 5,
  netsMost: 99,
  rungsMost: 99,
  rungFrames: 300,
  rungVisits: 3,
  busyRungs: 99,
  capS: 20,
  latencyS: 10,
  scenario: { normal: 30, load: 15, loss: 5, recovery: 10 },
  liveS: 0,
  starts: 5,
};

export const SHAPES: Readonly<Record<Shape['kind'], Shape>> = {
  quick: {
    kind: 'quick',
    minutes: 3,
    netRuns: 60,
    netLaunches: 3,
    netsMost: 99,
    rungsMost: 99,
    rungFrames: 120,
    rungVisits: 2,
    busyRungs: 1,
    capS: 8,
    latencyS: 4,
    scenario: { normal: 8, load: 8, loss: 4, recovery: 8 },
    liveS: 0,
    starts: 3,
  },
  full: FULL,
  long: { ...FULL, kind: 'long', minutes: 17, liveS: 602 },
  trial: {
    kind: 'trial',
    minutes: 0.5,
    netRuns: 10,
    netLaunches: 1,
    netsMost: 1,
    rungsMost: 1,
    rungFrames: 12,
    rungVisits: 1,
    busyRungs: 1,
    // Counts are what is small in it: a test's machine takes its time, above all where a graphics card is software.
    capS: 60,
    latencyS: 0.6,
    scenario: { normal: 1, load: 1, loss: 1, recovery: 1 },
    liveS: 0,
    starts: 1,
  },
};

export const secondsOf = ({ normal, load, loss, recovery }: ScenarioSeconds): number => normal + load + loss + recovery;
