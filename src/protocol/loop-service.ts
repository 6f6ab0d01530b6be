// What the page may ask of the loop worker, which keeps the last seconds of the program and has a loop of them ready.
// The program sends it pictures over a port; it depends on nothing, and nothing waits for it.
import type { ProgramFormat } from '../config/program';
import type { FaceNets } from './model-contract';
import type { PictureOrigin } from './packets';

/** Program to loop worker: a picture as it went out live. One under way, the newest wins. */
export interface LoopPicture {
  readonly frame: VideoFrame;
  readonly origin: PictureOrigin;
}

/** A loop that can be played. */
export interface LoopInfo {
  /** Names it in `play`. */
  readonly id: number;
  readonly lengthMs: number;
  /** Where in it the first round begins: with the picture most like the last live one, once no more of those come. */
  readonly beginMs: number;
  /** How little its seam shows, 0 to 1. */
  readonly score: number;
  /** Of the pictures in it. */
  readonly privacyEpoch: number;
}

/** Why there can be no loop: a cut-out's pictures are not kept, or this browser (or its encoder) gives none. */
export type LoopTrouble = 'cutout' | 'no-encoder';

/** What loops are found by: pictures alone (`cpu`), or their faces too (`lite`). */
export type LoopTier = 'cpu' | 'lite';

export interface LoopState {
  readonly loop: LoopInfo | null;
  /** How much unbroken picture there is to find one in. */
  readonly gatheredMs: number;
  /** From how much on there may be one. */
  readonly neededMs: number;
  readonly trouble: LoopTrouble | null;
  readonly tier: LoopTier;
  /** Of the pictures that are kept, and of the loop that is ready. */
  readonly bytes: number;
}

export interface LoopService {
  /** `faceNets` is asked once at most: when there is picture enough, and time to look at the faces in it. */
  open(format: ProgramFormat, onState: (state: LoopState) => void, faceNets: () => Promise<FaceNets>): Promise<void>;
  /** Where the program's pictures come from; an older port is dropped, and what was played for that program ends. */
  connectProgram(port: MessagePort): void;
  /** Forgets and refuses every picture of an older epoch, and ends the loops made of them. */
  setPrivacyEpoch(epoch: number): void;
  /** Another source was chosen: a loop of the former one goes with the first picture of it. */
  expectOtherSource(): void;
  /** Plays that loop into the port (see `feed.ts`), round and round; a loop that is no more ends at once. */
  play(id: number, port: MessagePort): void;
  close(): void;
}
