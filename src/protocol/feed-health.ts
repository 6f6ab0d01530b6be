// How the feed is, and what a person may hold on air, in plain data: told by the program worker, read by the page.

export type FeedCause =
  /** Nothing is wrong with these: silence is as expected. */
  | 'starting'
  | 'changing'
  | 'resumed'
  | 'healthy'
  | 'late'
  /** Lost, by what comes: no picture, the same picture, no word of the script that feeds it, too long a change. */
  | 'silent'
  | 'frozen'
  | 'heartbeat'
  | 'overdue'
  /** Lost for certain. */
  | 'gone'
  | 'muted'
  | 'engine'
  | 'rehearsal';

export interface FeedHealth {
  /** `waiting`: nothing comes, and that is as expected; `late`: less than usual, and not yet lost. */
  readonly state: 'waiting' | 'healthy' | 'late' | 'lost';
  readonly cause: FeedCause;
  /** In words. */
  readonly reason: string;
  /** When the cause began. */
  readonly sinceMs: number;
}

/** What the person holds on air until they say otherwise: the picture, or a stand-in ("Be right back"). */
export type Hold = 'picture' | 'standin' | null;
