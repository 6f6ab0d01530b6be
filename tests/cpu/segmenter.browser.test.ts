// The net on the CPU engine.
import { afterAll, beforeAll } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine } from '../../src/compositor/engine';
import { tellOwnNetsStory } from '../engines/own-nets-story';
import { STORY_SIZE, tellSegmenterStory } from '../engines/segmenter-story';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine(STORY_SIZE);
});
afterAll(() => engine.dispose());

tellSegmenterStory(() => engine);
tellOwnNetsStory(() => engine);
