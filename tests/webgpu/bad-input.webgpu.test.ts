import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../src/compositor/engine';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { tellBadInputStory } from '../engines/bad-input-story';

let engine: Engine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ width: 320, height: 180, onLost: () => undefined });
});
afterAll(() => {
  engine.dispose();
});
tellBadInputStory(() => engine);
