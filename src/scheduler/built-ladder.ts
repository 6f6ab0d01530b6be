// The rungs that an engine can really be put on: what a rung asks of it and it cannot do, it does as always; rungs that then
// are the same work are one. Pure.
import type { EffectQuality } from '../config/rung';
import { LADDER, type Rung } from './ladder';

/** What an engine has knobs for. */
export interface Knobs {
  readonly cadenceMax: number;
  readonly effects: readonly EffectQuality[];
  /** The net in use takes a smaller picture too, and the engine gives it one (decisions/021). */
  readonly hasLightInput: boolean;
}

/** Shares of a frame at 1280 x 720 with blur, CPU engine (docs/performance.md); guesses to begin with, as all nominal costs are. */
const COSTS = { standard: { inferred: 1, carried: 0.46 }, light: { inferred: 0.65, carried: 0.38 }, coarseBlur: 0.1 };

const sameWork = (a: Rung, b: Rung) =>
  a.modelTier === b.modelTier && a.cadence === b.cadence && a.effects === b.effects && a.fpsMax === b.fpsMax;

/** A smaller picture that is composed saves too little for how soft it is: render scales are left out (decisions/012). */
function built(rung: Rung, knobs: Knobs, targetFps: number): Rung {
  const cadence = Math.min(rung.cadence, knobs.cadenceMax);
  const effects = knobs.effects.includes(rung.effects) ? rung.effects : 'normal';
  const modelTier = rung.modelTier === 'light' && knobs.hasLightInput ? 'light' : 'standard';
  const { inferred, carried } = COSTS[modelTier];
  const round = (inferred + (cadence - 1) * carried) / cadence;
  const nominalCost = round - (effects === 'plain' ? COSTS.coarseBlur : 0);
  return {
    ...rung,
    renderScale: 1,
    modelTier,
    cadence,
    effects,
    fpsMax: Math.min(rung.fpsMax, targetFps),
    nominalCost,
  };
}

const isAsAsked = (asked: Rung, rung: Rung) =>
  asked.renderScale === rung.renderScale && sameWork(asked, { ...rung, fpsMax: asked.fpsMax });

/**
 * In rising order, for pictures of `targetFps` a second. Of rungs that are the same work the one stays that asks for nothing but
 * what there is, else the highest.
 */
export function builtLadder(knobs: Knobs, targetFps: number, rungs: readonly Rung[] = LADDER): readonly Rung[] {
  const groups: { asked: Rung; rung: Rung }[][] = [];
  for (const asked of rungs) {
    const rung = built(asked, knobs, targetFps);
    const group = groups.at(-1);
    if (group?.[0] && sameWork(group[0].rung, rung)) group.push({ asked, rung });
    else groups.push([{ asked, rung }]);
  }
  return groups.flatMap((group) => {
    const kept = group.find(({ asked, rung }) => isAsAsked(asked, rung)) ?? group.at(-1);
    return kept ? [kept.rung] : [];
  });
}
