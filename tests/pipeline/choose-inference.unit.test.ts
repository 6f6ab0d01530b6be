// Which frames ask the net: the rung's cadence, what a person wishes, and what ends a mask's service.
import { describe, expect, it } from 'vitest';
import { createInferenceChooser, type FrameMoment } from '../../src/pipeline/choose-inference';

const moment = (more: Partial<FrameMoment> = {}): FrameMoment => ({
  realm: 'camera, epoch 1',
  cadence: 1,
  skipping: 'nth',
  isLate: false,
  ...more,
});

/** Frames one after the other, for an engine that carries whenever it may: `!` asked the net, `m` moved, `l` loosely, `s` stood still. */
function play(moments: readonly FrameMoment[], engineCan: (nth: number) => boolean = () => true): string {
  const chooser = createInferenceChooser();
  return moments
    .map((now, nth) => {
      const { carry } = chooser.next(now);
      const isCarried = carry !== 'never' && engineCan(nth);
      chooser.done(!isCarried);
      return isCarried ? carry.slice(0, 1) : '!';
    })
    .join('');
}
const times = (count: number, more: Partial<FrameMoment>) => Array.from({ length: count }, () => moment(more));

describe('every n-th frame', () => {
  it('has an inference, by the cadence of the rung', () => {
    expect(play(times(5, {}))).toBe('!!!!!');
    expect(play(times(7, { cadence: 3, skipping: 'nth' }))).toBe('!ll!ll!');
  });

  it('and the next comes a whole round after one that was needed on the way', () => {
    expect(play(times(7, { cadence: 3, skipping: 'nth' }), (nth) => nth !== 1)).toBe('!!ll!ll');
  });

  it('is due by the cadence whatever the engine does: one that was needed on the way is not', () => {
    const chooser = createInferenceChooser();
    const due = times(4, { cadence: 2, skipping: 'nth' }).map((now) => {
      const { isDue } = chooser.next(now);
      chooser.done(true);
      return isDue;
    });
    expect(due).toEqual([true, false, false, false]);
  });
});

describe('what a person may wish instead', () => {
  it('none is skipped', () => {
    expect(play(times(4, { cadence: 4, skipping: 'none' }))).toBe('!!!!');
  });

  it('while the worker is late, the newest frame does without', () => {
    const wish = { cadence: 1, skipping: 'newest' } as const;
    expect(play([...times(2, wish), ...times(4, { ...wish, isLate: true }), ...times(2, wish)])).toBe('!!ll!l!!');
  });

  it('a picture in which nothing moves does without, as long as the engine lets it', () => {
    const wish = { cadence: 2, skipping: 'adaptive' } as const;
    expect(play(times(6, wish))).toBe('!mssss');
    expect(play(times(6, wish), (nth) => nth !== 4)).toBe('!mss!m');
  });
});

it('no mask is carried over to another source or another privacy epoch, nor after it was said to be worth nothing', () => {
  const wish = { cadence: 4, skipping: 'adaptive' } as const;
  const next = { ...wish, realm: 'camera, epoch 2' };
  expect(play([...times(2, wish), ...times(2, next), ...times(1, wish)])).toBe('!l!l!');
  const chooser = createInferenceChooser();
  chooser.next(moment(wish));
  chooser.done(true);
  chooser.forget();
  expect(chooser.next(moment(wish))).toEqual({ isDue: true, carry: 'never' });
});
