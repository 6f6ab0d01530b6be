// Masks carried forward on the graphics card.
import { afterAll, beforeAll } from 'vitest';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { CARRY_STORY_SIZE, tellCarryStory } from '../engines/carry-story';

let engine: WebgpuEngine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ ...CARRY_STORY_SIZE, onLost: () => undefined });
});
afterAll(() => engine.dispose());

tellCarryStory(() => engine);
