// Masks carried forward on the processor.
import { beforeAll } from 'vitest';
import { createCpuEngine } from '../../src/compositor/cpu/cpu-engine';
import type { Engine } from '../../src/compositor/engine';
import { CARRY_STORY_SIZE, tellCarryStory } from '../engines/carry-story';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine(CARRY_STORY_SIZE);
});

tellCarryStory(() => engine);
