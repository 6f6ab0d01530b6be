// Opens what was asked for as a source: a camera, a screen, a file or the demo. Each opened source gives feeds, one for
// every reader, and ends them all when it is closed. Keeping one open, and getting it back, is the source desk's job.
import type { Fit } from '../compositor/engine';
import type { GivenFeed } from '../protocol/feed';
import { openCamera, openScreen, trackFeed } from '../sources/dom/camera';
import type { MediaClient } from '../sources/dom/media-client';
import { fetchFile } from './fetch-file';
import type { SourceRequest } from './studio-controls';
import type { SourceState } from './studio-snapshot';

export interface OpenedSource {
  readonly request: SourceRequest;
  /** What is known of it, for show. */
  readonly facts: Omit<SourceState, 'state'>;
  readonly fit: Fit;
  /** Silence means that something is wrong. */
  readonly heartbeat: boolean;
  /** A new feed each time: every vision worker reads one of its own. Whoever takes it closes it. */
  feed(): GivenFeed | Promise<GivenFeed>;
  /** Ends all its feeds, too. */
  close(): void;
}

export interface OpenSourceHooks {
  /** The camera or the screen share has ended by itself. */
  gone(label: string): void;
  muted(on: boolean): void;
}

function fromTrack(track: MediaStreamTrack, request: SourceRequest, hooks: OpenSourceHooks): OpenedSource {
  const { kind } = request;
  const { label } = track;
  const { width = 0, height = 0, deviceId = null, frameRate: setFps = null } = track.getSettings();
  const given: GivenFeed[] = [];
  const ended = () => {
    hooks.gone(label);
  };
  const muted = ({ type }: Event) => {
    hooks.muted(type === 'mute');
  };
  track.addEventListener('ended', ended, { once: true });
  track.addEventListener('mute', muted);
  track.addEventListener('unmute', muted);
  return {
    request,
    facts: { kind, label, deviceId, width, height, setFps, link: 'MediaStreamTrackProcessor' },
    fit: kind === 'screen' ? 'contain' : 'cover',
    heartbeat: kind === 'camera',
    feed() {
      const feed = trackFeed(track);
      given.push(feed);
      return feed;
    },
    close() {
      track.removeEventListener('ended', ended);
      track.removeEventListener('mute', muted);
      track.removeEventListener('unmute', muted);
      track.stop();
      for (const feed of given) feed.close();
    },
  };
}

type MediaRequest = Extract<SourceRequest, { kind: 'demo' | 'file' }>;

async function play(request: MediaRequest, client: MediaClient) {
  if (request.kind === 'demo') return client.openDemo();
  const { source } = request;
  return client.openFile(typeof source === 'string' ? await fetchFile(source, 'file-unreadable') : source);
}

function nameOf(request: MediaRequest): string {
  if (request.kind === 'demo') return 'Demo presenter';
  return typeof request.source === 'string' ? request.source : request.source.name;
}

async function fromMedia(request: MediaRequest, client: MediaClient): Promise<OpenedSource> {
  const first = await play(request, client);
  const { width, height, fps, link } = first.info;
  const playings = new Set([first]);
  let isUsed = false;
  return {
    request,
    facts: {
      kind: request.kind,
      label: nameOf(request),
      deviceId: null,
      width,
      height,
      setFps: request.kind === 'demo' ? fps : null,
      link,
    },
    fit: 'cover',
    heartbeat: false,
    async feed() {
      // A port can be read once; another reader gets a playback of its own.
      const playing = isUsed ? await play(request, client) : first;
      isUsed = true;
      playings.add(playing);
      return playing;
    },
    close() {
      for (const playing of playings) playing.close();
    },
  };
}

/** @throws EverframeError the codes of `openCamera`, `openScreen` and the media client */
export async function openSource(
  request: SourceRequest,
  media: () => MediaClient,
  hooks: OpenSourceHooks,
): Promise<OpenedSource> {
  if (request.kind === 'demo' || request.kind === 'file') return fromMedia(request, media());
  const given = request.kind === 'camera' && request.open?.();
  const track = given || (await (request.kind === 'camera' ? openCamera(request) : openScreen()));
  return fromTrack(track, request, hooks);
}
