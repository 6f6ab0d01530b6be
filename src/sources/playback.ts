// One demo or clip that is being played into a port.
import type { MediaInfo } from '../protocol/media-service';

export interface Playback {
  readonly info: Omit<MediaInfo, 'playback'>;
  close(): void;
}
