// What views use of the loop maker.
export { analyseClip, renderLoop, type AnalysedClip } from '../loop/dom/clip-loops-client';
export { playLoop, takePictures, type LoopPlayer } from '../loop/dom/loop-preview';
export type { ClipAnalysis, ClipLoop, LoopSpan } from '../protocol/clip-loops-service';
