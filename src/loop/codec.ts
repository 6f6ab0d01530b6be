// Which encoder keeps the ring, and at which size: H.264 as it comes from the processor where there is one, else VP8 or VP9.
// Every key frame carries all that its decoding needs, so that pieces of two encodings can follow each other.
import { FEW_CORES } from '../config/loops';
import type { ProgramFormat } from '../config/program';

/** Largest frame and frames a second of each H.264 level, in blocks of 16 by 16. */
const LEVELS: readonly (readonly [hex: string, blocks: number, blocksPerSecond: number])[] = [
  ['1f', 3600, 108_000],
  ['20', 5120, 216_000],
  ['28', 8192, 245_760],
  ['2a', 8704, 522_240],
  ['33', 36_864, 983_040],
];
/** Twenty seconds of it are 10 MB, under what the ring may hold. */
const MAX_BITRATE = 4_000_000;
/** Twelve seconds of it are 24 MB. */
const MAX_FILE_BITRATE = 16_000_000;
const BITS_PER_PIXEL = 0.15;
/** Encoding is the processor's work whatever composes: on few cores the ring is kept no larger than this (decisions/009). */
const FEW_PIXELS = 800 * 450;

/** Of the ring's pictures: the program's, or as much smaller as `cores` ask for, in its shape; sides are even. */
export function ringFormat({ width, height, fps }: ProgramFormat, cores: number): ProgramFormat {
  const scale = cores > FEW_CORES ? 1 : Math.min(1, Math.sqrt(FEW_PIXELS / (width * height)));
  const side = (full: number) => 2 * Math.round((full * scale) / 2);
  return { width: side(width), height: side(height), fps };
}

function candidates({ width, height, fps }: ProgramFormat, maxBitrate = MAX_BITRATE): VideoEncoderConfig[] {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level = LEVELS.find(([, most, mostPerSecond]) => blocks <= most && blocks * fps <= mostPerSecond);
  const common = {
    width,
    height,
    framerate: fps,
    bitrate: Math.min(maxBitrate, Math.round(width * height * fps * BITS_PER_PIXEL)),
    latencyMode: 'realtime' as const,
    hardwareAcceleration: 'prefer-software' as const,
  };
  const avc = level ? [{ ...common, codec: `avc1.4200${level[0]}`, avc: { format: 'annexb' as const } }] : [];
  return [...avc, { ...common, codec: 'vp8' }, { ...common, codec: 'vp09.00.40.08' }];
}

/** Null when this browser encodes none of them at that size. */
export async function chooseCodec(format: ProgramFormat): Promise<VideoEncoderConfig | null> {
  for (const config of candidates(format)) {
    const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
    if (answer?.supported) return config;
  }
  return null;
}

/** For a loop in a file of its own, MP4; null when this browser encodes neither H.264 nor VP9 at that size. */
export async function chooseFileCodec(format: ProgramFormat): Promise<VideoEncoderConfig | null> {
  for (const { avc, latencyMode: _, ...rest } of candidates(format, MAX_FILE_BITRATE)) {
    if (rest.codec === 'vp8') continue;
    const config: VideoEncoderConfig = { ...rest, latencyMode: 'quality', ...(avc ? { avc: { format: 'avc' } } : {}) };
    const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
    if (answer?.supported) return config;
  }
  return null;
}

/** How what `config` encoded is decoded; `colorSpace` is that of the pictures that went in. */
export function decoderConfig(
  { codec, width, height }: VideoEncoderConfig,
  colorSpace: VideoColorSpaceInit | null,
): VideoDecoderConfig {
  return {
    codec,
    codedWidth: width,
    codedHeight: height,
    optimizeForLatency: true,
    // Such frames are there still when the GPU process is not.
    hardwareAcceleration: 'prefer-software',
    ...(colorSpace ? { colorSpace } : {}),
  };
}
