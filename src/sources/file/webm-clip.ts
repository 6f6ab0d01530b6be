// WebM and Matroska as a clip. The container has no list of samples: packets are walked in order, and the demuxer keeps
// no more than a window of the file. It is loaded with the first such file.
import type { EncodedPacket } from 'mediabunny';
import type { Clip } from './clip';
import { unreadable, withoutPicture } from './file-kind';

const WINDOW_BYTES = 2 * 1024 * 1024;
/** Of the last places read, so many reads in one turn of the event loop. */
const CIRCLE_PLACES = 16;
const CIRCLE_READS = 10_000;
/** Packets whose mean rate stands for the clip's. */
const RATE_PACKETS = 100;
/** Codecs whose frames are shown in the order they are decoded in; with the others the decoder has to be free to wait. */
const IN_ORDER = ['vp8', 'vp9', 'av1'];

/** A length as EBML writes it, from `at`; null where it is "unknown", as in files that were recorded live. */
function readLength(bytes: Uint8Array, at: number): { value: number | null; next: number } {
  const first = bytes[at] ?? 0;
  const extra = Math.clz32(first) - 24;
  let value = first & (0x7f >> extra);
  let isUnknown = value === 0x7f >> extra;
  for (let k = 1; k <= extra; k++) {
    const byte = bytes[at + k] ?? 0;
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value: isUnknown ? null : value, next: at + extra + 1 };
}

/** A file that is shorter than it says would play to the cut and then jump. */
async function requireWhole(file: Blob): Promise<void> {
  const bytes = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const head = readLength(bytes, 4);
  const segment = head.next + (head.value ?? 0);
  const { value, next } = readLength(bytes, segment + 4);
  if (value !== null && next + value > file.size) throw unreadable(file, 'the file is cut off');
}

/**
 * mediabunny 1.61 walks some damaged files in circles: it looks for the next element at the last eight bytes for ever (`resync` in
 * matroska/ebml.ts), or follows an index of contents that leads back to where it stands (`readSegment`). That would hang this worker and
 * everything it plays, and it has no setting for it. What it reads is in memory by then, so it never waits: asking for the same few
 * places over and over without a turn of the event loop is how it shows. Tested in tests/sources/fuzz.browser.test.ts.
 */
function refuseCircles(source: object): void {
  const reading = source as { _read(start: number, end: number, ...rest: unknown[]): unknown };
  const read = reading._read.bind(source);
  const places: string[] = [];
  let again = 0;
  let isCounting = false;
  reading._read = (start, end, ...rest) => {
    const place = `${start} ${end}`;
    if (!places.includes(place)) {
      places.push(place);
      if (places.length > CIRCLE_PLACES) places.shift();
      again = 0;
    } else if (++again > CIRCLE_READS) throw new Error('the file is damaged');
    if (!isCounting) {
      isCounting = true;
      setTimeout(() => {
        isCounting = false;
        again = 0;
      });
    }
    return read(start, end, ...rest);
  };
}

export async function openWebm(file: Blob): Promise<Clip> {
  await requireWhole(file);
  const { BlobSource, EncodedPacketSink, Input, MATROSKA, WEBM } = await import('mediabunny');
  const source = new BlobSource(file, { maxCacheSize: WINDOW_BYTES, handleUnhandledError: () => undefined });
  refuseCircles(source);
  const input = new Input({ source, formats: [WEBM, MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw withoutPicture(file);
    const decoding = await track.getDecoderConfig();
    if (!decoding) throw unreadable(file, 'the file does not say how its picture is to be decoded');
    const codec = await track.getCodec();
    const config = { ...decoding, ...(codec && IN_ORDER.includes(codec) ? { optimizeForLatency: true } : {}) };
    const packets = new EncodedPacketSink(track);
    const first = await packets.getFirstPacket();
    if (first?.type !== 'key') throw unreadable(file, 'the file has no frames to start from');
    const last = (await packets.getPacket(Infinity, { metadataOnly: true })) ?? first;
    const { averagePacketRate } = await track.computePacketStats(RATE_PACKETS);
    const fps = averagePacketRate > 0 && averagePacketRate <= 1000 ? averagePacketRate : 30;
    // The last packet's length is often not written; it is then as long as the mean.
    const lengthS = last.timestamp - first.timestamp + (last.duration > 0 ? last.duration : 1 / fps);
    const firstS = Math.min(first.timestamp, await track.getFirstTimestamp());
    return {
      config,
      rotation: await track.getRotation(),
      durationUs: Math.max(1000, Math.round(lengthS * 1e6)),
      fps: Math.round(fps * 100) / 100,
      read(fromUs = 0) {
        const firstPacket = async () =>
          (fromUs > 0 ? await packets.getKeyPacket(fromUs / 1e6 + firstS) : null) ?? packets.getFirstPacket();
        let packet: EncodedPacket | null = null;
        let begun = false;
        return async () => {
          packet = begun ? packet && (await packets.getNextPacket(packet)) : await firstPacket();
          begun = true;
          if (!packet) return null;
          const timeUs = Math.round((packet.timestamp - firstS) * 1e6);
          return { isKey: packet.type === 'key', timeUs, data: packet.data };
        };
      },
      close() {
        input.dispose();
      },
    };
  } catch (error) {
    input.dispose();
    if (error instanceof Error && error.name === 'EverframeError') throw error;
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
}
