/*
 * How the demo presenter moves: every angle and offset as a function of the time alone,
 * so that frame n is the same picture on every machine and in every run. Amplitudes on
 * the chest stay within a few pixels, because the chest carries a code that is read back.
 */

export interface Pose {
  /** Chest offset in pixels; at most 3 either way. */
  readonly bodyX: number;
  readonly bodyY: number;
  /** Head offset, on top of the chest's. */
  readonly headX: number;
  readonly headY: number;
  readonly headRoll: number;
  /** -1 looks to the viewer's left, 1 to the right. */
  readonly yaw: number;
  /** 1 looks down, -1 up. */
  readonly pitch: number;
  readonly gazeX: number;
  readonly gazeY: number;
  /** 0 open, 1 shut. */
  readonly blink: number;
  readonly mouthOpen: number;
  readonly mouthWide: number;
  readonly brow: number;
  /** 0 out of the picture, 1 up. */
  readonly handUp: number;
  readonly armTurn: number;
  readonly handTurn: number;
}

const TAU = Math.PI * 2;
const WAVE_PERIOD = 14;
const PHRASE_PERIOD = 6.5;
const BLINK_PERIOD = 3.6;

function wave(t: number, period: number, phase = 0): number {
  return Math.sin(TAU * (t / period + phase));
}

function ease(x: number): number {
  const c = Math.min(1, Math.max(0, x));
  return c * c * (3 - 2 * c);
}

/** Up between two moments, with soft ends. */
function hump(x: number, from: number, to: number, rise: number): number {
  return ease((x - from) / rise) * (1 - ease((x - to) / rise));
}

function wrap(t: number, period: number): number {
  return t - Math.floor(t / period) * period;
}

/** A repeatable scatter in 0..1 for slot k. */
function scatter(k: number): number {
  const s = Math.sin(k * 127.1 + 11.7) * 43758.5453;
  return s - Math.floor(s);
}

function blinkAt(t: number): number {
  const slot = Math.floor(t / BLINK_PERIOD);
  const at = slot * BLINK_PERIOD + 0.6 + scatter(slot) * 2.2;
  const x = (t - at) / 0.2;
  return x > 0 && x < 1 ? Math.sin(Math.PI * x) ** 0.7 : 0;
}

export function poseAt(t: number): Pose {
  const breath = wave(t, 4.3);
  const phrase = wrap(t, PHRASE_PERIOD);
  const talking = hump(phrase, 0.5, 4.1, 0.35);
  const syllables = 0.5 + 0.32 * wave(t, 0.31) + 0.24 * wave(t, 0.47, 0.3) + 0.16 * wave(t, 0.193, 0.6);
  const round = wrap(t, WAVE_PERIOD);
  const handUp = hump(round, 0.3, 5.0, 0.9);
  const shake = Math.sin(TAU * 1.35 * round) * handUp;
  const yaw = 0.55 * wave(t, 9.7, 0.1) + 0.35 * wave(t, 5.3, 0.4);
  const pitch = 0.5 * wave(t, 6.1, 0.2) + talking * 0.35 * wave(t, 1.9);
  const glance = hump(wrap(t, 11), 7.2, 8.1, 0.12);
  return {
    bodyX: 2 * wave(t, 7.3) + 0.8 * wave(t, 3.1, 0.2),
    bodyY: 1.6 * breath,
    headX: 4 * wave(t, 7.3, -0.06) + 1.6 * wave(t, 4.1, 0.3) + yaw * 2.5,
    headY: 1.2 * breath + pitch * 3,
    headRoll: 0.03 * wave(t, 8.3, 0.15) + 0.014 * wave(t, 3.7),
    yaw,
    pitch,
    gazeX: glance - yaw * 0.35,
    gazeY: glance * -0.2 - pitch * 0.2,
    blink: blinkAt(t),
    mouthOpen: talking * Math.min(1, Math.max(0, syllables)),
    mouthWide: 0.5 + 0.3 * wave(t, 0.83) * talking,
    brow: 0.5 * hump(phrase, 0.6, 1.3, 0.3) + 0.7 * hump(round, 0.6, 2.2, 0.4),
    handUp,
    armTurn: 0.05 * shake + (1 - handUp) * 0.35,
    handTurn: 0.2 * shake - 0.03,
  };
}
