// What the page may ask of a media worker: playbacks that end in a port (see `feed.ts`), each pulled by one reader.
import type { ProgramFormat } from '../config/program';

export interface MediaInfo {
  /** Names this playback in `stop`. */
  readonly playback: number;
  /** As shown: after rotation. */
  readonly width: number;
  readonly height: number;
  /** The mean for a clip whose rate varies; null when unknown. */
  readonly fps: number | null;
  /** Null for a source without an end. */
  readonly durationMs: number | null;
  /** Codec string of a clip, empty for a drawn source. */
  readonly codec: string;
  /** The browser interface that the frames come from. */
  readonly link: string;
}

export interface FileOptions {
  readonly loop: boolean;
  /** Frames that outlive the GPU process; a codec that only the graphics card decodes is left to it. */
  readonly inSoftware?: boolean;
}

export interface PicturesOptions {
  /** How long each is shown. */
  readonly seconds: number;
  readonly loop: boolean;
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** Colour bars with a hand that sweeps, or a slow play of light: drawn, so that there is nothing to load. */
export type Pattern = 'bars' | 'pattern';

export interface MediaService {
  openDemo(port: MessagePort): Promise<MediaInfo>;
  /** Rejects with `file-unsupported` or `file-unreadable`. */
  openFile(file: Blob, port: MessagePort, options: FileOptions): Promise<MediaInfo>;
  /** A single picture, then silence, no larger than the program needs. Rejects with `picture-unreadable` or `picture-too-large`. */
  openPicture(file: Blob, port: MessagePort, options: { maxWidth: number; maxHeight: number }): Promise<MediaInfo>;
  /** One after the other. Rejects as `openPicture` when none of them can be decoded; one that cannot is left out. */
  openPictures(files: readonly Blob[], port: MessagePort, options: PicturesOptions): Promise<MediaInfo>;
  openPattern(pattern: Pattern, port: MessagePort, format: ProgramFormat): Promise<MediaInfo>;
  /** How far files of this worker may fall behind their clock before pictures of them are left out, ms; null: they wait. */
  setPace(slackMs: number | null): void;
  /** Ends one playback; an unknown number is one that has ended. */
  stop(playback: number): void;
  /** Ends all. */
  close(): void;
}
