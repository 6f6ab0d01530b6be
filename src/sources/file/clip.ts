// One interface for every kind of video file: how to decode it, and its samples in decoding order, read one at a time.
// Opening reads an index or a header, never the whole file.
import { EverframeError } from '../../base/errors';
import { nameOf, requireContainer } from './file-kind';

export interface Sample {
  readonly isKey: boolean;
  /** Microseconds from the first shown frame; negative: decoded for the sake of others, never shown. */
  readonly timeUs: number;
  readonly data: AllowSharedBufferSource;
}

export interface Clip {
  readonly config: VideoDecoderConfig;
  /** Clockwise, for display; decoded frames do not have it. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** From the first frame's beginning to the last one's end: where the next round of a loop begins. */
  readonly durationUs: number;
  /** The mean; a clip's rate may vary. */
  readonly fps: number;
  /**
   * Reads from the last key frame that is not shown later than `fromUs` (0: from the first sample); the answer gives the
   * next at each call, and null after the last.
   */
  read(fromUs?: number): () => Promise<Sample | null>;
  close(): void;
}

/** Rejects with `file-unreadable` or `file-unsupported`; the codec may still be one that this browser has not. */
async function openContainer(file: Blob): Promise<Clip> {
  if ((await requireContainer(file)) === 'mp4') return (await import('./mp4-clip')).openMp4(file);
  return (await import('./webm-clip')).openWebm(file);
}

/**
 * As the name says, for a file that this browser decodes; rejects with `file-unreadable` or `file-unsupported`.
 * `inSoftware`: by the processor, where it can: such frames are there still when the GPU process is not.
 */
export async function openClip(file: Blob, inSoftware = false): Promise<Clip> {
  const clip = await openContainer(file);
  const decodes = async (config: VideoDecoderConfig) =>
    (await VideoDecoder.isConfigSupported(config).catch(() => null))?.supported === true;
  const config = { ...clip.config, hardwareAcceleration: 'prefer-software' as const };
  if (inSoftware && (await decodes(config))) return { ...clip, config };
  if (await decodes(clip.config)) return clip;
  clip.close();
  const { codec } = clip.config;
  const facts = { name: nameOf(file), codec };
  throw new EverframeError('file-unsupported', `this browser does not decode ${codec}`, { facts });
}
