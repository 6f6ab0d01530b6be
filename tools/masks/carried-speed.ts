// What a frame costs whose mask is carried forward, beside one with an inference: each kind once a round, so that whatever else the
// machine does falls on all of them. Runs in the page.
import type { EffectQuality, ModelTier } from '../../src/config/rung';
import { SINGLE_FRAME, type CarryLimit, type Engine, type Look, type StageName } from '../../src/compositor/engine';
import { drawPictures, frameAt, median } from './speed';

const ROUNDS = 60;
const ROUNDS_LEFT_OUT = 5;
const STEP_US = 33_333;
const BLUR: Look = { behind: { kind: 'blur', sigmaPx: 12 }, person: 'masked' };

const PARTS = ['total', 'ingest', 'model', 'mask', 'compose'] as const;
type Spent = Record<(typeof PARTS)[number], number>;
type Kind = 'inference' | 'moved' | 'kept';
/** How a frame is made. */
interface Way {
  readonly modelTier: ModelTier;
  readonly effects: EffectQuality;
}
const nameOf = (kind: Kind, { modelTier, effects }: Way): string =>
  `${kind}${modelTier === 'light' ? ', light input' : ''}, ${effects} effects`;

export interface CarriedSpeedRow extends Spent {
  readonly frame: string;
  /** Of the tries; others were asked for an inference all the same, and are left out. */
  readonly frames: number;
}

/** Medians, as shares of a frame with an inference and the usual effects; `light`: with the net at both of its sizes. */
export async function measureCarriedSpeed(engine: Engine, modelTier: ModelTier): Promise<CarriedSpeedRow[]> {
  const tiers: readonly ModelTier[] = modelTier === 'light' ? ['standard', 'light'] : ['standard'];
  const ways = tiers.flatMap((tier) => (['normal', 'plain'] as const).map((effects) => ({ modelTier: tier, effects })));
  const pictures = drawPictures(1);
  const rows = new Map<string, Spent[]>();
  let nowUs = 0;
  const render = async (picture: number, way: Way, carry: CarryLimit): Promise<Spent> => {
    const spent: Spent = { total: 0, ingest: 0, model: 0, mask: 0, compose: 0 };
    const frame = frameAt(pictures, picture, (nowUs += STEP_US));
    const began = performance.now();
    const onStage = (stage: StageName, ms: number): void => {
      if (stage !== 'handover') spent[stage] += ms;
    };
    (await engine.render(frame, { ...SINGLE_FRAME, look: BLUR, ...way, carry, onStage })).close();
    spent.total = performance.now() - began;
    return spent;
  };
  for (let round = -ROUNDS_LEFT_OUT; round < ROUNDS; round++) {
    for (const way of ways) {
      const note = (kind: Kind, spent: Spent): void => {
        if (round < 0 || (kind === 'inference') !== spent.model > 0) return;
        const name = nameOf(kind, way);
        rows.set(name, [...(rows.get(name) ?? []), spent]);
      };
      const shown = Math.abs(round) % (pictures.length - 1);
      await render(shown, way, 'never');
      note('inference', await render(shown, way, 'never'));
      note('kept', await render(shown, way, 'moved'));
      note('moved', await render(shown + 1, way, 'moved'));
    }
  }
  const of = (spent: readonly Spent[], part: keyof Spent): number => median(spent.map((one) => one[part]));
  const whole = rows.get(nameOf('inference', { modelTier: 'standard', effects: 'normal' }));
  if (!whole) throw new Error('no frame had an inference');
  const unit = of(whole, 'total');
  return [...rows].map(([frame, row]) => {
    const [total, ingest, model, mask, compose] = PARTS.map((part) => of(row, part) / unit) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { frame, frames: row.length, total, ingest, model, mask, compose };
  });
}
