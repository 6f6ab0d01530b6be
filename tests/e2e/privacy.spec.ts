// The output goes on and nothing raw leaves, whatever breaks: every fault once, then random sequences of
// them. Every picture of the track and of the canvas is judged by its pixels, from before the page's first script on.
// `SEED=123 npx playwright test privacy` runs that sequence alone.
import { expect, test } from '@playwright/test';
import type { EngineState } from '../../src/app/studio-snapshot';
import type { EngineKind } from '../../src/compositor/engine';
import { FAULTS, type Fault } from '../faults/faults';
import { planSequence, play } from '../faults/sequence';
import { findRaw, isSight } from '../faults/sights';
import { EFFECTS, openStage, sleep, type Effect, type Stage } from '../faults/stage';

/** `ENGINES=webgpu` for one of them. */
const ENGINES = (process.env.ENGINES?.split(',') ?? ['cpu', 'webgpu']) as EngineKind[];
const SOAK = process.env.SEQUENCES ? Number(process.env.SEQUENCES) : null;
const SEQUENCES: Record<EngineKind, number> = SOAK ? { cpu: SOAK, webgpu: SOAK } : { cpu: 6, webgpu: 2 };
const FAULTS_A_SEQUENCE = 5;
const SEEDS = process.env.SEED ? [Number(process.env.SEED)] : null;
/** Long enough for pictures to go missing, on air and off. */
const LASTS_MS = 700;

test.describe.configure({ timeout: 300_000 });

function expectNothingRaw(stage: Stage, since: number, what: string): void {
  expect(findRaw(stage.log, since), `${what}: raw pictures`).toEqual([]);
}

/** A soak has every fault under every effect. */
function effectsFor({ alsoUnder }: Fault): readonly Effect[] {
  if (SOAK) return EFFECTS;
  return alsoUnder ? ['blur', alsoUnder] : ['blur'];
}

const engineOf = async (stage: Stage) => (await stage.inPage('everframe.stats().engine')) as EngineState;

for (const engine of ENGINES) {
  test.describe(`${engine} engine`, () => {
    let stage: Stage | null = null;
    /** One studio for all faults, at work on the engine that is to be hurt. */
    const open = async () => {
      const former = stage;
      stage ??= await openStage({ engine });
      const since = stage.log.length;
      // A GPU that was lost twice is not trusted again, before a reload.
      if (former && (await engineOf(former)).kind !== engine) await former.reload();
      try {
        await stage.untilAlive();
      } finally {
        expectNothingRaw(stage, former ? since : 0, 'start');
      }
      const { kind, reason } = await engineOf(stage);
      expect(kind, reason).toBe(engine);
      return stage;
    };
    const close = async () => {
      await stage?.close();
      stage = null;
    };
    test.afterAll(close);
    /** Why it is not back by itself, or null. Raw pictures are looked for first, and the next fault gets a fresh studio. */
    const untilAlive = async (studio: Stage) => {
      const stuck = await studio.untilAlive().then(() => null, String);
      if (stuck !== null) await close();
      return stuck;
    };

    const faults = SEEDS ? [] : FAULTS.filter((fault) => fault.engine === undefined || fault.engine === engine);
    const pairs = faults.flatMap((fault) => effectsFor(fault).map((effect) => ({ fault, effect })));
    for (const { fault, effect } of pairs) {
      test(`${fault.name}, ${effect}: nothing raw, nothing black, and back by itself`, async () => {
        const studio = await open();
        const since = studio.log.length;
        await studio.setEffect(effect);
        await fault.inject(studio);
        await sleep(LASTS_MS);
        await fault.heal?.(studio);
        const stuck = await untilAlive(studio);
        expectNothingRaw(studio, since, fault.name);
        // What stands in for the room behind a cut-out is nothing at all.
        const dark = studio.log.slice(since).filter((entry) => isSight(entry) && entry.dark);
        if (effect !== 'cutout') expect(dark).toEqual([]);
        expect(stuck, stuck ?? '').toBeNull();
      });
    }

    for (const seed of SEEDS ?? Array.from({ length: SEQUENCES[engine] }, (_, n) => 1000 + n)) {
      const steps = planSequence(seed, FAULTS_A_SEQUENCE, { engine });
      const effect = EFFECTS[seed % EFFECTS.length] ?? 'blur';
      test(`SEED=${seed} ${effect}: ${steps.map(({ fault }) => fault.name).join(', ')}`, async () => {
        const studio = await open();
        const since = studio.log.length;
        await studio.setEffect(effect);
        await play(studio, steps);
        const stuck = await untilAlive(studio);
        expectNothingRaw(studio, since, `seed ${seed}`);
        expect(stuck, stuck ?? '').toBeNull();
      });
    }
  });
}

test('the output page hides the room from its first picture on, and through a crash', async () => {
  const stage = await openStage({ engine: 'cpu', parameters: '&background=blur', isOutputPage: true });
  try {
    await stage.untilAlive();
    await stage.inWorker('vision', 'self.close()');
    await sleep(LASTS_MS);
    await stage.untilAlive();
    expectNothingRaw(stage, 0, 'output page');
    expect(stage.log.filter(isSight).length).toBeGreaterThan(10);
  } finally {
    await stage.close();
  }
});
