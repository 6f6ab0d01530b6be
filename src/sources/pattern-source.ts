// Drawn sources with nothing to load: colour bars with a hand that sweeps over them, and a slow play of light. Every
// picture differs from the one before.
import type { ProgramFormat } from '../config/program';
import type { Pattern } from '../protocol/media-service';
import { playDrawn } from './drawn-source';
import type { Playback } from './playback';

type Context = OffscreenCanvasRenderingContext2D;

/** 75 % bars, left to right. */
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];
const HAND_PERIOD_S = 4;
/** Hue, and how far and fast each light wanders. */
const LIGHTS = [
  { hue: 205, x: 0.31, y: 0.17, size: 0.75 },
  { hue: 168, x: 0.19, y: 0.29, size: 0.6 },
  { hue: 28, x: 0.23, y: 0.13, size: 0.5 },
];

function drawBars(context: Context, width: number, height: number, seconds: number): void {
  BARS.forEach((colour, n) => {
    const left = Math.round((n * width) / BARS.length);
    context.fillStyle = colour;
    context.fillRect(left, 0, Math.round(((n + 1) * width) / BARS.length) - left, height);
  });
  const ramp = context.createLinearGradient(0, 0, width, 0);
  ramp.addColorStop(0, '#101010');
  ramp.addColorStop(1, '#ebebeb');
  context.fillStyle = ramp;
  context.fillRect(0, Math.round(height * 0.75), width, Math.ceil(height * 0.25));
  const hand = ((seconds / HAND_PERIOD_S) % 1) * width;
  const thick = Math.max(4, Math.round(width / 80));
  context.fillStyle = '#ffffff';
  context.fillRect(hand - thick / 2, Math.round(height * 0.75), thick, Math.ceil(height * 0.25));
}

function drawLights(context: Context, width: number, height: number, seconds: number): void {
  context.fillStyle = '#1b2230';
  context.fillRect(0, 0, width, height);
  LIGHTS.forEach(({ hue, x, y, size }, n) => {
    const centreX = width * (0.5 + 0.38 * Math.sin(seconds * x * 2 + n * 2.1));
    const centreY = height * (0.5 + 0.34 * Math.cos(seconds * y * 2 + n * 1.3));
    const light = context.createRadialGradient(centreX, centreY, 0, centreX, centreY, height * size);
    light.addColorStop(0, `hsla(${hue}, 45%, 58%, 0.55)`);
    light.addColorStop(1, `hsla(${hue}, 45%, 58%, 0)`);
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
  });
}

const DRAW: Record<Pattern, typeof drawBars> = { bars: drawBars, pattern: drawLights };

export function playPattern(pattern: Pattern, port: MessagePort, format: ProgramFormat, closed: () => void): Playback {
  const { width, height, fps } = format;
  return playDrawn(
    port,
    format,
    (context, index) => {
      DRAW[pattern](context, width, height, index / fps);
    },
    closed,
  );
}
