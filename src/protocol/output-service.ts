// What the page asks of the output worker.

export interface OutputService {
  /** @param memory of the gate that the page raises (`frames/epoch-gate.ts`) */
  open(writable: WritableStream<VideoFrame>, memory: SharedArrayBuffer): void;
  /** The pictures of the newest program worker; each is told over `notes`. */
  connectProgram(frames: MessagePort, notes: MessagePort): void;
}
