// Random sequences of faults: what is broken, for how long, and what is broken before it is mended, all from one seed.
import { seeded } from '../../src/sources/demo/layer';
import { FAULTS, type Fault } from './faults';
import { sleep, type Stage } from './stage';

interface Step {
  readonly fault: Fault;
  /** How long it lasts. */
  readonly lastsMs: number;
  /** When the next one begins, after this one did: it may still last. */
  readonly nextMs: number;
}

export function planSequence(seed: number, length: number, stage: Pick<Stage, 'engine'>): Step[] {
  const random = seeded(seed);
  const possible = FAULTS.filter(
    ({ engine, isAlone }) => !isAlone && (engine === undefined || engine === stage.engine),
  );
  return Array.from({ length }, () => ({
    fault: possible[Math.floor(random() * possible.length)] as Fault,
    lastsMs: Math.round(200 + random() * 1800),
    nextMs: Math.round(random() * 1500),
  }));
}

/** Breaks and mends as planned; resolves when the last fault is mended. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<void> {
  const mending: Promise<void>[] = [];
  for (const { fault, lastsMs, nextMs } of steps) {
    await fault.inject(stage);
    mending.push(sleep(lastsMs).then(() => fault.heal?.(stage)));
    await sleep(nextMs);
  }
  await Promise.all(mending);
}
