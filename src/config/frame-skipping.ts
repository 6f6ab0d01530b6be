// Which frames have an inference. What each value means for a frame is in pipeline/choose-inference.ts.

/** All; every n-th, by the rung; fewer while the worker is late; none while nothing moves. */
export type FrameSkipping = 'none' | 'nth' | 'newest' | 'adaptive';
