// What is given up, by whom, and how the row says so.
import { describe, expect, it } from 'vitest';
import { limited, notMeasured, pause, waitUntil } from '../../src/app/benchmark/waiting';
import { EverframeError } from '../../src/base/errors';

const never = new AbortController().signal;
const failureOf = (job: Promise<unknown>) =>
  job.then(
    () => null,
    (error: unknown) => error,
  );

describe('a measurement that may be given up', () => {
  it('answers when it is in time', async () => {
    expect(await limited(10, never, () => Promise.resolve(7))).toBe(7);
  });

  it('that hangs is given up, told so, and its row says after how long', async () => {
    let told: AbortSignal | null = null;
    const error = await failureOf(
      limited(0.02, never, (own) => {
        told = own;
        return new Promise(() => undefined);
      }),
    );
    expect((told as AbortSignal | null)?.aborted).toBe(true);
    expect(notMeasured(error, never)).toEqual({ state: 'given-up', afterS: 0.02 });
  });

  it('ends at once when the person cancels, and leaves no row', async () => {
    const cancel = new AbortController();
    const waiting = failureOf(limited(60, cancel.signal, (own) => pause(60_000, own)));
    cancel.abort('enough');
    expect(await waiting).toBe('enough');
    expect(() => notMeasured(new Error('late'), cancel.signal)).toThrow('enough');
    expect(await failureOf(limited(60, cancel.signal, () => Promise.resolve(1)))).toBe('enough');
    expect(await failureOf(waitUntil(() => false, cancel.signal))).toBe('enough');
  });

  it('says in its row that the card was lost, or was never there', () => {
    const lost = new EverframeError('gpu-lost', 'destroyed: device');
    expect(notMeasured(lost, never)).toEqual({ state: 'failed', reason: 'the graphics card was lost' });
    const none = new EverframeError('gpu-missing', 'no adapter');
    expect(notMeasured(none, never)).toEqual({ state: 'missing', reason: 'no adapter' });
    expect(notMeasured(new Error('a fault'), never)).toEqual({ state: 'failed', reason: 'a fault' });
  });
});
