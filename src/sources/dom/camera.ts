// Cameras and screens: opening them, listing them, and turning their track into a feed for a worker.
// What the browser says when it refuses becomes one of the project's codes.
import { EverframeError, type ErrorCode, type ErrorFacts } from '../../base/errors';
import type { GivenFeed } from '../../protocol/feed';

export interface CameraRequest {
  readonly deviceId?: string;
  /** Part of the camera's name, in any case; used when there is no `deviceId`. */
  readonly label?: string;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
}

export interface CameraName {
  readonly deviceId: string;
  readonly label: string;
}

const CAMERA_CODES: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'camera-missing',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
  OverconstrainedError: 'camera-constraints',
};

function refusal(error: unknown, codes: Readonly<Record<string, ErrorCode>>, facts: ErrorFacts): EverframeError {
  if (error instanceof EverframeError) return error;
  const { name = '', message = String(error) } = error as Partial<Error>;
  return new EverframeError(codes[name] ?? 'internal', message || name, { cause: error, facts });
}

function firstTrack(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks();
  if (!track) throw new EverframeError('internal', 'the browser gave a stream without a picture');
  return track;
}

function mediaDevices(): MediaDevices {
  // Absent on pages that are not secure, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices) return devices;
  throw new EverframeError('unsupported-browser', 'no access to cameras: the page is not served securely');
}

export async function listCameras(): Promise<CameraName[]> {
  const devices =
    (await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices().catch(() => [])) ?? [];
  // Without permission there is one nameless entry.
  return devices.flatMap(({ kind, deviceId, label }) =>
    kind === 'videoinput' && deviceId ? [{ deviceId, label }] : [],
  );
}

/** What the browser says about this page and cameras now; null where it does not tell. */
export async function readCameraPermission(): Promise<PermissionState | null> {
  return (await navigator.permissions.query({ name: 'camera' }).catch(() => null))?.state ?? null;
}

/** Calls back when cameras come or go, or when the leave to use them does; answers the stopper. */
export function watchCameras(changed: () => void): () => void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  devices?.addEventListener('devicechange', changed);
  let stopped = false;
  let permission: PermissionStatus | null = null;
  navigator.permissions.query({ name: 'camera' }).then(
    (status) => {
      if (stopped) return;
      permission = status;
      status.addEventListener('change', changed);
    },
    () => undefined, // a browser that does not tell
  );
  return () => {
    stopped = true;
    devices?.removeEventListener('devicechange', changed);
    permission?.removeEventListener('change', changed);
  };
}

async function ask(video: MediaTrackConstraints): Promise<MediaStreamTrack> {
  return firstTrack(await mediaDevices().getUserMedia({ video }));
}

async function findByLabel(label: string): Promise<CameraName | undefined> {
  return (await listCameras()).find((camera) => camera.label.toLowerCase().includes(label.toLowerCase()));
}

/** Size and rate are wishes. A camera that was named is the one that is opened, or the promise rejects. */
export async function openCamera(request: CameraRequest): Promise<MediaStreamTrack> {
  const { label, width = 1280, height = 720, fps = 30 } = request;
  let deviceId = request.deviceId;
  const facts: ErrorFacts = { width, height, fps, ...(label ? { label } : {}), ...(deviceId ? { deviceId } : {}) };
  const wishes: MediaTrackConstraints = {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: fps },
  };
  try {
    let opened: MediaStreamTrack | null = null;
    if (!deviceId && label) {
      deviceId = (await findByLabel(label))?.deviceId;
      if (!deviceId) {
        // Names are told only once a camera was allowed: open any, then look again.
        opened = await ask(wishes);
        if (opened.label.toLowerCase().includes(label.toLowerCase())) return opened;
        deviceId = (await findByLabel(label))?.deviceId;
        opened.stop();
        if (!deviceId) throw new EverframeError('camera-missing', `no camera is called ${label}`, { facts });
      }
    }
    const which: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
    try {
      return await ask({ ...which, ...wishes });
    } catch (error) {
      const { name, constraint } = error as { name?: string; constraint?: string };
      if (name !== 'OverconstrainedError') throw error;
      // `exact` failed on the device itself: it is not there.
      if (constraint === 'deviceId')
        throw new EverframeError('camera-missing', 'the camera is not there', { cause: error, facts });
      return await ask(which);
    }
  } catch (error) {
    const name = label ?? (await nameOf(deviceId));
    throw refusal(error, CAMERA_CODES, { ...facts, ...(name ? { label: name } : {}) });
  }
}

/** What the camera is called, as far as the browser tells: without `deviceId` of the only one there is. */
async function nameOf(deviceId: string | undefined): Promise<string | undefined> {
  const cameras = await listCameras();
  const meant = deviceId ? cameras.find((camera) => camera.deviceId === deviceId) : cameras.length === 1 && cameras[0];
  return meant ? meant.label : undefined;
}

export async function openScreen(): Promise<MediaStreamTrack> {
  try {
    return firstTrack(await mediaDevices().getDisplayMedia({ video: { frameRate: { ideal: 30 } }, audio: false }));
  } catch (error) {
    throw refusal(error, { NotAllowedError: 'screen-denied', AbortError: 'screen-denied' }, {});
  }
}

/**
 * A feed of the track, a new one each time. It ends with the track; closing it leaves the track alone. Each has a clone
 * of its own, for ending a clone is the one hold on a stream that was given away.
 */
export function trackFeed(track: MediaStreamTrack): GivenFeed {
  const own = track.clone();
  const readable =
    typeof MediaStreamTrackProcessor === 'undefined'
      ? watchElement(own)
      : new MediaStreamTrackProcessor({ track: own as MediaStreamVideoTrack }).readable;
  return {
    feed: { kind: 'stream', readable },
    close() {
      own.stop();
    },
  };
}

/** For browsers without track processors. The element stands still while its page is hidden. */
function watchElement(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  const video = document.createElement('video');
  let handle = 0;
  let ended = () => undefined as void;
  const stop = () => {
    track.removeEventListener('ended', ended);
    video.cancelVideoFrameCallback(handle);
    video.srcObject = null;
  };
  return new ReadableStream<VideoFrame>(
    {
      start(controller) {
        ended = () => {
          stop();
          controller.close();
        };
        if (track.readyState === 'ended') {
          controller.close();
          return;
        }
        const next: VideoFrameRequestCallback = (_now, { mediaTime }) => {
          handle = video.requestVideoFrameCallback(next);
          // Nobody took the last one: this one is dropped, so that none wait in the stream.
          if ((controller.desiredSize ?? 0) <= 0) return;
          controller.enqueue(new VideoFrame(video, { timestamp: Math.round(mediaTime * 1e6) }));
        };
        track.addEventListener('ended', ended);
        video.muted = true;
        video.playsInline = true;
        video.srcObject = new MediaStream([track]);
        handle = video.requestVideoFrameCallback(next);
        video.play().catch(() => undefined); // refused when the track ends first
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  );
}
