// What runs where, in words: the engine, the reason with its figure, the person model. Pure.
import type { EngineState, ModelState } from '../../app/studio-snapshot';
import { size, sizeOf } from './numbers';

export function engineName(engine: EngineState): string {
  if (engine.kind === 'webgpu') return 'On the graphics card';
  if (engine.kind === 'cpu') return 'On the processor';
  return 'Not chosen yet';
}

/** The reason as a sentence of its own. */
export function engineReason(engine: EngineState): string {
  const reason = engine.reason.trim();
  if (reason === '') return '';
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.]$/.test(sentence) ? sentence : `${sentence}.`;
}

export function modelWords(model: ModelState): string {
  switch (model.state) {
    case 'none':
      return 'not needed yet';
    case 'loading':
      return sizeOf(model.loadedBytes, model.totalBytes);
    case 'ready':
      return model.totalBytes > 0 ? `${size(model.totalBytes)}, checked` : 'checked';
    case 'failed':
      return 'not loaded';
  }
}
