// Follows one face with two nets: the finder looks over the whole picture, the mesh lies on the face and says where it will
// be in the next one. In charge of the order of things; what the numbers mean is said in the files beside it.
import { EverframeError } from '../base/errors';
import type { FaceFinderContract, FaceMeshContract } from '../protocol/model-contract';
import type { FaceMeasures, FaceReader, RgbaPicture } from './face-reader';
import { fillInput } from './fill-input';
import { anchorsOf, findFaces, probabilityOf } from './find-faces';
import { measureFace, type FacePoints } from './measure';
import { isElsewhere, placesToLook, pointsInPicture, regionOfFace, regionOfPoints, type Region } from './region';
import { createPatchTaker, sizeOf } from './take-patch';

/** A net at work, on whatever runtime. */
export interface FaceNet<Contract> {
  readonly contract: Contract;
  /** Outputs in the contract's order. */
  run(input: Float32Array): Promise<readonly Float32Array[]>;
  release(): Promise<void>;
}

/** Below it the mesh lies on no face, as in MediaPipe's face_landmark graphs. */
const LEAST_PRESENCE = 0.5;

/** Takes the nets; they are released with the reader. */
export function createFaceReader(finder: FaceNet<FaceFinderContract>, mesh: FaceNet<FaceMeshContract>): FaceReader {
  const anchors = anchorsOf(finder.contract);
  const takePatch = createPatchTaker();
  let region: Region | null = null;
  let isClosed = false;
  let tail: Promise<unknown> = Promise.resolve();

  async function find(picture: VideoFrame | RgbaPicture): Promise<Region | null> {
    for (const place of placesToLook(sizeOf(picture), finder.contract.input)) {
      const found = await look(picture, place);
      if (found) return found;
    }
    return null;
  }

  async function look(picture: VideoFrame | RgbaPicture, place: Region): Promise<Region | null> {
    const { input } = finder.contract;
    const patch = await takePatch(picture, place);
    const [boxes, scores] = await finder.run(fillInput(patch, place, input, 'black'));
    if (!boxes || !scores) throw new EverframeError('model-run', `${finder.contract.id} gave no answer`);
    const faces = findFaces(boxes, scores, anchors, finder.contract).map(regionOfFace);
    // The one at the camera, and not somebody further back who is seen more clearly.
    const [first = null] = faces.sort((a, b) => b.width - a.width);
    if (!first) return null;
    const scale = place.width / input.width;
    return {
      x: place.x + (first.x - input.width / 2) * scale,
      y: place.y + (first.y - input.height / 2) * scale,
      width: first.width * scale,
      height: first.height * scale,
      angle: first.angle,
    };
  }

  /** A second time, where the points say, if that is far from where they were looked for. */
  async function lay(picture: VideoFrame | RgbaPicture, where: Region): Promise<Laid | null> {
    const first = await layOnce(picture, where);
    if (first.presence < LEAST_PRESENCE) return null;
    const region = regionOfPoints(first.points);
    const laid = isElsewhere(region, where) ? await layOnce(picture, region) : first;
    return laid.presence < LEAST_PRESENCE ? null : laid;
  }

  async function layOnce(picture: VideoFrame | RgbaPicture, where: Region): Promise<Laid> {
    const { input, outputs } = mesh.contract;
    const patch = await takePatch(picture, where);
    const [points, presence] = await mesh.run(fillInput(patch, where, input, 'rim'));
    if (!points || !presence) throw new EverframeError('model-run', `${mesh.contract.id} gave no answer`);
    return {
      points: pointsInPicture(points, where, input),
      presence: probabilityOf(presence[0] ?? 0, outputs.presence.kind),
    };
  }

  async function readNow(picture: VideoFrame | RgbaPicture): Promise<FaceMeasures | null> {
    if (isClosed) throw new EverframeError('not-running', 'the face reader is closed');
    let laid = region && (await lay(picture, region));
    region = null;
    if (!laid) {
      const found = await find(picture);
      laid = found && (await lay(picture, found));
    }
    if (!laid) return null;
    region = regionOfPoints(laid.points);
    return measureFace(laid.points, laid.presence, sizeOf(picture));
  }

  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = tail.then(job);
    tail = turn.catch(() => undefined);
    return turn;
  }

  return {
    read: (picture) => inTurn(() => readNow(picture)),
    forget: () => void inTurn(() => Promise.resolve((region = null))),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await inTurn(async () => {
        await finder.release();
        await mesh.release();
      });
    },
  };
}

interface Laid {
  readonly points: FacePoints;
  readonly presence: number;
}
