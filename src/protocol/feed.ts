// How frames reach the vision worker: a transferred stream (camera, screen) or a port (file, demo, looping backdrop).
// On a port the consumer pulls, so that at most one frame is under way and the producer drops what nobody asked for.

export type Feed =
  | { readonly kind: 'stream'; readonly readable: ReadableStream<VideoFrame> }
  | { readonly kind: 'port'; readonly port: MessagePort };

/** A feed for one reader, and its giver's hold on it. */
export interface GivenFeed<Kind extends Feed = Feed> {
  readonly feed: Kind;
  /**
   * Ends it from the giver's side. To be called once its reader has another, and before the reader's thread is ended: a
   * stream that is lost with its reader keeps frames of the camera (docs/decisions/007-lost-streams.md).
   */
  close(): void;
}

/** What the consumer says on a port. */
export type FeedRequest = 'pull' | 'close';

/** What the producer says: one frame (transferred) per pull, or the end with the reason. */
export type FeedReply = { readonly frame: VideoFrame } | { readonly ended: 'end' | 'error'; readonly message: string };

/** The transfer list that sends a feed to another thread. */
export function feedTransfer(feed: Feed): Transferable[] {
  return [feed.kind === 'stream' ? feed.readable : feed.port];
}
