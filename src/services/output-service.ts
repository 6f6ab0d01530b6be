// The output worker, put together: the program's pictures in, the output track out. It does nothing else, so that nothing else
// can hold viewers' pictures up, or end it.
import { createEpochGate } from '../frames/epoch-gate';
import { createTrackWriter, type TrackWriter } from '../outputs/track-writer';
import type { OutputService } from '../protocol/output-service';

export function createOutputService(): OutputService {
  let writer: TrackWriter | null = null;
  return {
    open(writable, memory) {
      writer = createTrackWriter(writable, createEpochGate(memory));
    },
    connectProgram(frames, notes) {
      writer?.connect(frames, notes);
    },
  };
}
