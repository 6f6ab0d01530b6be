// The net's lighter input on the graphics card, and that both engines make the same of it.
import { afterAll, beforeAll } from 'vitest';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { LIGHT_STORY_SIZE, tellLightInputStory } from '../engines/light-input-story';

let engine: WebgpuEngine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ ...LIGHT_STORY_SIZE, onLost: () => undefined });
});
afterAll(() => engine.dispose());

tellLightInputStory(() => engine);
