// What the page may ask of a media worker: playbacks that end in a port (see `feed.ts`), each pulled by one reader.
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

export interface MediaService {
  openDemo(port: MessagePort): Promise<MediaInfo>;
  /** Rejects with `file-unsupported` or `file-unreadable`. */
  openFile(file: Blob, port: MessagePort, options: { loop: boolean }): Promise<MediaInfo>;
  /** Ends one playback; an unknown number is one that has ended. */
  stop(playback: number): void;
  /** Ends all. */
  close(): void;
}
