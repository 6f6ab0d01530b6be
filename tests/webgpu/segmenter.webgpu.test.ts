// The net on the WebGPU engine, and what one frame costs it in passes and bytes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import type { WebgpuEngine } from '../../src/compositor/webgpu/webgpu-engine';
import { tellOwnNetsStory } from '../engines/own-nets-story';
import { STORY_SIZE, tellSegmenterStory } from '../engines/segmenter-story';

let engine: WebgpuEngine;
beforeAll(async () => {
  engine = await createWebgpuEngine({ ...STORY_SIZE, onLost: () => undefined });
});
afterAll(() => engine.dispose());

tellSegmenterStory(() => engine);

test('a frame on a plain colour took two submits and four passes', () => {
  expect(engine.frameCounts).toMatchObject({ submits: 2, passes: 4, draws: 1, dispatches: 8, bytesUp: 86_400 });
});

test('the graphics card says how long it was at work on a frame', () => {
  // SwiftShader keeps time.
  expect(engine.gpuMs).toBeGreaterThan(0);
});

tellOwnNetsStory(() => engine, true);
