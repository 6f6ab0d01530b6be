// What views use of the loop maker.
export { analyseLoops, renderLoop } from '../loop/dom/clip-loops-client';
export { playLoop, takePictures, type LoopPlayer } from '../loop/dom/loop-preview';
export type { ClipAnalysis, ClipLoop } from '../protocol/clip-loops-service';
