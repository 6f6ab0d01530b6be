// Gives the vision worker in charge a feed of the source that is open, and knows how long the source has owed a picture since.
import { asEverframeError } from '../base/errors';
import type { GivenFeed } from '../protocol/feed';
import type { FeedHealth } from '../protocol/feed-health';
import type { OpenedSource } from './open-source';
import type { VisionClient } from './vision-client';

export interface SourceFeedingHooks {
  /** The worker in charge. */
  worker(): VisionClient | null;
  source(): (OpenedSource & { readonly id: number }) | null;
  /** It has a feed now. */
  fed(): void;
  /** The source ended before anybody read it. */
  ended(sourceId: number, message: string): void;
}

export interface SourceFeeding {
  /** A later call (a fresh worker, another source) wins. */
  give(): Promise<void>;
  /** What is under way is not given any more. */
  giveUp(): void;
  /** How many frames the worker has had, whatever became of them. */
  heard(framesIn: number, nowMs: number): void;
  /** For how long nothing new has come from it, ms; null while no worker was given a feed. */
  silentMs(feed: FeedHealth | undefined, nowMs: number): number | null;
}

export function createSourceFeeding(hooks: SourceFeedingHooks): SourceFeeding {
  let calls = 0;
  let framesIn = 0;
  let arrivedMs = 0;
  /** It owes pictures from then on. */
  let fedMs = 0;

  return {
    async give() {
      const mine = ++calls;
      const worker = hooks.worker();
      // A worker that ends before that is followed by one that is fed in its turn.
      const isReady = await worker?.ready().then(
        () => true,
        () => false,
      );
      const source = hooks.source();
      if (mine !== calls || !isReady || !worker || !source) return;
      let given: GivenFeed;
      try {
        given = await source.feed();
      } catch (error) {
        if (mine === calls) hooks.ended(source.id, asEverframeError(error).message);
        return;
      }
      if (mine !== calls) {
        given.close();
        return;
      }
      worker.setFeed(given, { sourceId: source.id, fit: source.fit, isCamera: source.heartbeat });
      fedMs = performance.now();
      hooks.fed();
    },
    giveUp() {
      calls += 1;
    },
    heard(count, nowMs) {
      if (count !== framesIn) arrivedMs = nowMs;
      framesIn = count;
    },
    silentMs(feed, nowMs) {
      if (fedMs === 0) return null;
      const newsMs = feed?.cause === 'frozen' ? feed.sinceMs - performance.timeOrigin : arrivedMs;
      return nowMs - Math.max(fedMs, newsMs);
    },
  };
}
