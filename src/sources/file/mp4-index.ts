// Reads the index of an MP4 or MOV file: where each sample lies and when it is shown. Media data is jumped over, so that
// any length costs a few reads of 64 KB and 21 bytes a sample. The demuxer is loaded with the first file.
import type { Movie, Track } from 'mp4box';
import { unreadable, withoutPicture } from './file-kind';

const READ_BYTES = 65_536;
const MAX_SAMPLE_BYTES = 64 * 1024 * 1024;

export interface Mp4Index {
  readonly config: VideoDecoderConfig;
  /** Clockwise, for display; decoded frames do not have it. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly count: number;
  /** In decoding order. */
  readonly offsets: Float64Array;
  readonly sizes: Uint32Array;
  readonly keys: Uint8Array;
  /** Microseconds from the first shown frame; negative: decoded, never shown (outside the edit list). */
  readonly timesUs: Float64Array;
  readonly shownCount: number;
  readonly durationUs: number;
  /** Frames are shown in another order than they are decoded in. */
  readonly reordered: boolean;
}

function rotationOf(matrix: ArrayLike<number>): Mp4Index['rotation'] {
  const turns = Math.round(Math.atan2((matrix[1] ?? 0) | 0, (matrix[0] ?? 0) | 0) / (Math.PI / 2));
  return ((((turns % 4) + 4) % 4) * 90) as Mp4Index['rotation'];
}

export async function indexMp4(file: Blob): Promise<Mp4Index> {
  try {
    return await readIndex(file);
  } catch (error) {
    if (error instanceof Error && error.name === 'EverframeError') throw error;
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
}

async function readIndex(file: Blob): Promise<Mp4Index> {
  const { createFile, DataStream, Endianness, MP4BoxBuffer } = await import('mp4box');
  const iso = createFile();
  let movie: Movie | null = null;
  let failed = '';
  iso.onReady = (info) => {
    movie = info;
  };
  iso.onError = (module, message) => {
    failed = `${module}: ${message}`;
  };
  const read = (): Movie | null => movie;
  let at = 0;
  // Fragments are listed as they are parsed: those files are walked to their end.
  while (at < file.size && (!read() || read()?.isFragmented)) {
    const bytes = await file.slice(at, at + READ_BYTES).arrayBuffer();
    const next = iso.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes, at));
    if (failed || next === undefined || next <= at) break;
    at = next;
  }
  const found = read();
  if (!found || failed) throw unreadable(file, failed || 'the file is cut off or has no index');
  const track: Track | undefined = found.videoTracks[0];
  if (!track) throw withoutPicture(file);

  const trak = iso.getTrackById(track.id);
  let description: Uint8Array<ArrayBuffer> | undefined;
  for (const entry of trak.mdia.minf.stbl.stsd.entries as { avcC?: unknown; hvcC?: unknown; vpcC?: unknown }[]) {
    const box = (entry.avcC ?? entry.hvcC) as { write(stream: InstanceType<typeof DataStream>): void } | undefined;
    if (!box || description) continue;
    const out = new DataStream(undefined, 0, Endianness.BIG_ENDIAN);
    box.write(out);
    description = new Uint8Array(out.buffer.slice(8, out.getPosition())); // 8: the box's own header
  }

  const samples = iso.getTrackSamplesInfo(track.id);
  const count = samples.length;
  if (count === 0 || !samples[0]?.is_sync) throw unreadable(file, 'the file has no frames to start from');
  // The edit list says which part is shown; trimmed clips of phones keep the rest in the file.
  const edit = trak.edts?.elst?.entries.find((entry) => entry.media_time >= 0);
  const toUs = (time: number) => Math.round((time * 1e6) / track.timescale);
  const shiftUs = toUs(edit?.media_time ?? 0);
  const trimmed = edit && edit.segment_duration > 0 && !found.isFragmented && trak.edts?.elst?.entries.length === 1;
  const endUs = trimmed ? (edit.segment_duration * 1e6) / found.timescale - 1000 : Infinity;
  const index = {
    offsets: new Float64Array(count),
    sizes: new Uint32Array(count),
    keys: new Uint8Array(count),
    timesUs: new Float64Array(count),
  };
  let firstUs = Infinity;
  let lastUs = 0;
  let shownCount = 0;
  let reordered = false;
  let newestUs = -Infinity;
  samples.forEach((sample, n) => {
    if (!(sample.size > 0) || sample.size > MAX_SAMPLE_BYTES || sample.offset + sample.size > file.size)
      throw unreadable(file, `the file is cut off: frame ${n + 1} of ${count} is missing`);
    const timeUs = toUs(sample.cts) - shiftUs;
    index.offsets[n] = sample.offset;
    index.sizes[n] = sample.size;
    index.keys[n] = sample.is_sync ? 1 : 0;
    reordered ||= timeUs < newestUs;
    newestUs = Math.max(newestUs, timeUs);
    const shown = timeUs >= 0 && timeUs < endUs;
    index.timesUs[n] = shown ? timeUs : -1;
    if (!shown) return;
    shownCount++;
    firstUs = Math.min(firstUs, timeUs);
    lastUs = Math.max(lastUs, timeUs + Math.max(1000, toUs(sample.duration)));
  });
  if (shownCount === 0) throw unreadable(file, 'the file shows no frame');
  for (let n = 0; n < count; n++)
    if ((index.timesUs[n] ?? -1) >= 0) index.timesUs[n] = (index.timesUs[n] ?? 0) - firstUs;
  const config: VideoDecoderConfig = {
    codec: track.codec,
    codedWidth: track.video?.width ?? track.track_width,
    codedHeight: track.video?.height ?? track.track_height,
    // With reordering the decoder has to be free to wait.
    ...(reordered ? {} : { optimizeForLatency: true }),
    ...(description ? { description } : {}),
  };
  const durationUs = lastUs - firstUs;
  return { ...index, config, rotation: rotationOf(track.matrix), count, shownCount, durationUs, reordered };
}
