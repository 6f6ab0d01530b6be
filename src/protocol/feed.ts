// How frames reach the vision worker: a transferred stream (camera, screen) or a port (file, demo, looping backdrop).
// On a port the consumer pulls, so that at most one frame is under way and the producer drops what nobody asked for.

export type Feed =
  | { readonly kind: 'stream'; readonly readable: ReadableStream<VideoFrame> }
  | { readonly kind: 'port'; readonly port: MessagePort };

/** What the consumer says on a port. */
export type FeedRequest = 'pull' | 'close';

/** What the producer says: one frame (transferred) per pull, or the end with the reason. */
export type FeedReply = { readonly frame: VideoFrame } | { readonly ended: 'end' | 'error'; readonly message: string };

/** The transfer list that sends a feed to another thread. */
export function feedTransfer(feed: Feed): Transferable[] {
  return [feed.kind === 'stream' ? feed.readable : feed.port];
}
