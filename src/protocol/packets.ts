// What travels with a finished picture: vision -> program -> output, and notes of it to the page. Frames are transferred, so each hop has one owner.
// Every hop has few packets under way: the receiver answers each with `ready`, and what is made meanwhile gives way to the newest.

/** Where a picture comes from and under which settings it was made. */
export interface PictureOrigin {
  /** Revision of the settings it was made under; a promise about a setting resolves when its revision is on the page. */
  readonly revision: number;
  /** Counts up whenever the background changes to one that hides more; pictures of an older epoch may never be shown again. */
  readonly privacyEpoch: number;
  /** Which source (counts up with every source opened). */
  readonly sourceId: number;
  /** The engine's own stand-in: the person cannot be told from the room yet, so all of it is hidden. */
  readonly standIn: boolean;
  /** When the source's frame reached the vision worker, ms since 1970 (performance.timeOrigin + now). */
  readonly arrivedAtMs: number;
  /** Equal to that of the picture before only where the source's frames are (`pipeline/source-print.ts`); null: not known. */
  readonly sourcePrint: number | null;
}

/** Vision to program. */
export interface CompositePacket {
  readonly frame: VideoFrame;
  readonly origin: PictureOrigin;
}

/** What the program shows, decided by the fail-over machine. */
export type ProgramState = 'nothing' | 'live' | 'held' | 'fallback' | 'slate';

/** Program to output, once per picture that goes out. */
export interface ProgramPacket {
  readonly frame: VideoFrame;
  readonly state: ProgramState;
  /** Origin of the picture shown; null for a fallback and the slate. */
  readonly origin: PictureOrigin | null;
  /** Of the oldest picture that can be seen in it (what stands in may still be fading from one, or to one). */
  readonly privacyEpoch: number;
  /** True the first time this very picture is shown (not a repeat while held). */
  readonly fresh: boolean;
}

/** Output to page: what became of a packet. A packet that the track had no time for, or that came too late, is told as well. */
export interface ShownNote extends Pick<ProgramPacket, 'state' | 'origin' | 'fresh'> {
  /** When the output took it, ms since 1970; one that waits for the track leaves later. */
  readonly atMs: number;
}

/** Program to page: the same picture for the canvas. */
export interface CanvasPicture {
  readonly bitmap: ImageBitmap;
  readonly origin: PictureOrigin | null;
  readonly privacyEpoch: number;
}

/** The receiver's answer on every hop: it can take one more. */
export type Ready = 'ready';
