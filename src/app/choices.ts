// What the address, the memory of earlier visits and a request mean, one beside the other. Pure.
import { DEFAULT_BLUR_STRENGTH, DEFAULT_COLOR, type Background } from '../config/background';
import type { Remembered } from '../config/remembered';
import type { UrlParameters } from '../config/url-parameters';
import type { BackdropMode, BackgroundRequest, SourceRequest } from './studio-controls';

/** The background at the start: the address's, else the remembered one. */
export function initialBackground(saved: Remembered, parameters: UrlParameters): Background {
  switch (parameters.background) {
    case undefined:
      return saved.background;
    case 'blur':
      return { mode: 'blur', strength: parameters.strength ?? DEFAULT_BLUR_STRENGTH };
    case 'color':
      return { mode: 'color', color: parameters.color ?? DEFAULT_COLOR };
    case 'image':
    case 'video':
      return {
        mode: parameters.background,
        name: (parameters.background === 'image' ? saved.imageName : saved.videoName) ?? '',
      };
    default:
      return { mode: parameters.background };
  }
}

/** What to open at the start; null on a first visit. */
export function firstSource(parameters: UrlParameters, saved: Remembered): SourceRequest | null {
  const { source, camera, file, width, height, fps } = parameters;
  const size = { ...(width && { width }), ...(height && { height }), ...(fps && { fps }) };
  if (source === 'demo') return { kind: 'demo' };
  if (source === 'file' && file) return { kind: 'file', source: file };
  if (source === 'camera' || camera || parameters.autostart)
    return { kind: 'camera', ...size, ...(camera && { label: camera }) };
  if (saved.source?.kind === 'camera')
    return {
      kind: 'camera',
      ...size,
      ...(saved.source.deviceId && { deviceId: saved.source.deviceId }),
      label: saved.source.label,
    };
  if (saved.source?.kind === 'demo') return { kind: 'demo' };
  return null;
}

/** What a request means beside the background that is on; a picture or clip is taken by `takeBackdrop`, which answers its name. */
export function resolveBackground(
  request: BackgroundRequest,
  before: Background,
  takeBackdrop: (mode: BackdropMode, source: File | string | undefined) => Promise<string>,
): Background | Promise<Background> {
  switch (request.mode) {
    case 'blur':
      return {
        mode: 'blur',
        strength: request.strength ?? (before.mode === 'blur' ? before.strength : DEFAULT_BLUR_STRENGTH),
      };
    case 'color':
      return { mode: 'color', color: request.color ?? DEFAULT_COLOR };
    case 'image':
    case 'video':
      return takeBackdrop(request.mode, request.source).then((name) => ({ mode: request.mode, name }));
    default:
      return { mode: request.mode };
  }
}
