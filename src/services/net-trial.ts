// A net looked at before anybody uses it: what its file says, and what it says of one picture. Loaded with the first such wish,
// by workers that are on no air.
import { EverframeError } from '../base/errors';
import { SINGLE_FRAME, type Engine, type Fit, type Look, type RenderRequest } from '../compositor/engine';
import { readFeed } from '../frames/frame-feed';
import { describeNet, type DescribeOptions } from '../inference/describe-net';
import type { Feed } from '../protocol/feed';
import type { NetDescription } from '../protocol/model-contract';
import type { Trial } from '../protocol/vision-service';

const PERSON: Look = { behind: { kind: 'nothing' }, person: 'masked' };
const SOURCE: Look = { behind: { kind: 'source' }, person: 'hidden' };

export async function describeAt(url: string, size: DescribeOptions): Promise<NetDescription> {
  return describeNet(new Uint8Array(await (await fetch(url)).arrayBuffer()), size);
}

/** Mean of the alpha plane, 0..1. Borrows the frame. */
async function shareOf(frame: VideoFrame): Promise<number> {
  const bytes = new Uint8Array(frame.allocationSize());
  const [, , , alpha] = await frame.copyTo(bytes);
  if (!alpha) return 1;
  let sum = 0;
  for (let y = 0; y < frame.codedHeight; y++)
    for (let x = 0; x < frame.codedWidth; x++) sum += bytes[alpha.offset + y * alpha.stride + x] ?? 0;
  return sum / 255 / (frame.codedWidth * frame.codedHeight);
}

/** Takes the frame. */
async function shrink(frame: VideoFrame, width: number): Promise<ImageBitmap> {
  const height = Math.round((width * frame.displayHeight) / frame.displayWidth);
  return createImageBitmap(frame, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' }).finally(() => {
    frame.close();
  });
}

/** A net with a lighter input has to run at that, too, before anybody relies on it. Takes the frame. */
async function runLight(engine: Engine, frame: VideoFrame, request: RenderRequest): Promise<void> {
  (await engine.render(frame, { ...request, modelTier: 'light' })).close();
}

/** Reads one frame of the feed. */
export async function tryOut(engine: Engine, feed: Feed, fit: Fit, width: number): Promise<Trial> {
  const reader = readFeed(feed);
  const frame = await reader.read();
  reader.cancel();
  if (!frame) throw new EverframeError('superseded', 'the source ended before it gave a picture');
  const request = { ...SINGLE_FRAME, fit };
  const again = frame.clone();
  try {
    const person = await engine.render(frame, { ...request, look: PERSON });
    const personShare = await runLight(engine, again.clone(), { ...request, look: PERSON })
      .then(() => shareOf(person))
      .catch((error: unknown) => {
        person.close();
        throw error;
      });
    const cutOut = await shrink(person, width);
    const source = await shrink(await engine.render(again, { ...request, look: SOURCE }), width);
    return { source, person: cutOut, personShare };
  } finally {
    again.close();
  }
}
