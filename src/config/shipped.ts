// The pictures and clips that come with Everframe: what the panel offers, what the fallback plays, and what
// `npm run clips` draws. Data only; `url` is relative to the page's base address.
export interface ShippedPicture {
  readonly kind: 'picture';
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Loops without a seam: the frame after the last is the first. */
export interface ShippedClip {
  /** What it is made for; either may be used for the other. */
  readonly kind: 'background-clip' | 'fallback-clip';
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
}

const picture = (id: string, name: string): ShippedPicture => ({
  kind: 'picture',
  id,
  name,
  url: `backgrounds/${id}.jpg`,
  width: 1920,
  height: 1080,
});

const clip = (kind: ShippedClip['kind'], id: string, name: string, seconds: number): ShippedClip => ({
  kind,
  id,
  name,
  url: `${kind === 'background-clip' ? 'backgrounds' : 'fallback'}/${id}.mp4`,
  width: 1280,
  height: 720,
  fps: 30,
  frames: seconds * 30,
});

export const SHIPPED_PICTURES: readonly ShippedPicture[] = [
  picture('quiet-room', 'Quiet room'),
  picture('dunes', 'Dunes'),
  picture('paper', 'Paper'),
];

export const SHIPPED_BACKGROUND_CLIPS: readonly ShippedClip[] = [
  clip('background-clip', 'leaf-light', 'Leaf light', 8),
  clip('background-clip', 'drift', 'Drift', 7),
];

export const SHIPPED_FALLBACK_CLIPS: readonly ShippedClip[] = [
  clip('fallback-clip', 'be-right-back', 'Be right back', 8),
  clip('fallback-clip', 'silk', 'Silk', 8),
];
