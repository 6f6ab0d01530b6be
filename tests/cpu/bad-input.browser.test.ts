import { afterAll, beforeAll } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine } from '../../src/compositor/engine';
import { tellBadInputStory } from '../engines/bad-input-story';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine({ width: 320, height: 180 });
});
afterAll(() => {
  engine.dispose();
});
tellBadInputStory(() => engine);
