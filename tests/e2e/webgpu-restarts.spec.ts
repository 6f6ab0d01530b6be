// Twenty starts and stops on the WebGPU engine, by the counts that the page gives (tests/e2e/live.spec.ts has the CPU engine).
import { expect, test } from '@playwright/test';
import type { EverframeStats } from '../../src/app/automation';
import { openStage, sleep } from '../faults/stage';

const CYCLES = 20;
/** Counts are told four times a second. */
const TOLD_MS = 1500;

test('twenty starts and stops leave no frame open and no GPU memory behind', async () => {
  test.setTimeout(300_000);
  const stage = await openStage({ engine: 'webgpu' });
  const settled = async () => {
    await stage.untilAlive();
    await sleep(TOLD_MS);
    return (await stage.inPage('everframe.stats()')) as EverframeStats;
  };
  try {
    // Each level has a memory of its own: the kernels that carry masks are there for some and not for others.
    await stage.inPage("everframe.quality.setLevel('high')");
    const before = await settled();
    expect(before.memoryBytes).toBeGreaterThan(0);
    for (let n = 0; n < CYCLES; n++) await stage.inPage('everframe.stop().then(() => everframe.start())');
    const after = await settled();
    expect(after.engine.kind).toBe('webgpu');
    // The one at work, the one kept, and the first pictures of the loop and of the clip after it.
    expect(after.openFrames).toBeLessThanOrEqual(4);
    expect(after.memoryBytes).toBeLessThanOrEqual(before.memoryBytes * 1.05);
  } finally {
    await stage.close();
  }
});
