// The net's lighter input on the processor, where masks are carried, too.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EverframeError } from '../../src/base/errors';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine, RenderRequest } from '../../src/compositor/engine';
import { writeFeed } from '../../src/frames/feed-writer';
import { tryOut } from '../../src/services/net-trial';
import { LIGHT_STORY_SIZE, OPEN_NET, tellLightInputStory } from '../engines/light-input-story';
import { paintFrame } from '../engines/painted-frames';
import { OPEN_RED_NET_CONTRACT } from '../engines/red-net';

const { width: WIDTH, height: HEIGHT } = LIGHT_STORY_SIZE;

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine(LIGHT_STORY_SIZE);
});
afterAll(() => {
  engine.dispose();
});

tellLightInputStory(() => engine);

test('a net that fails at its lighter size is found out where it is tried, before it is on air', async () => {
  await engine.useSegmenter(OPEN_NET, OPEN_RED_NET_CONTRACT);
  const tryWith = (failing: RenderRequest['modelTier'] | null) => {
    const { port1, port2 } = new MessageChannel();
    const writer = writeFeed(port1, { close: () => undefined });
    writer.offer(paintFrame(WIDTH, HEIGHT, (x) => (x < 200 ? [235, 30, 30] : [10, 110, 40])));
    const watched: Engine = {
      ...engine,
      render(frame, asked) {
        if (asked.modelTier !== failing) return engine.render(frame, asked);
        frame.close();
        return Promise.reject(new EverframeError('model-run', 'it does not run'));
      },
    };
    return tryOut(watched, { kind: 'port', port: port2 }, 'cover', 160);
  };
  await expect(tryWith('light')).rejects.toMatchObject({ code: 'model-run' });
  const trial = await tryWith(null);
  expect(trial.personShare).toBeCloseTo(200 / WIDTH, 1);
});
