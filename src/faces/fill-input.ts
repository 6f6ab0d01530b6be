// A leaning rectangle of a picture, as a net wants its input. Bilinear where a sample of the input stands for about one of
// the picture; several spread samples where it stands for many, or small faces would fall between them.
import type { ModelInput } from '../protocol/model-contract';
import type { RgbaPicture } from './face-reader';
import type { Region } from './region';

/** Part of a picture; `left` and `top` say where in it. */
export interface Patch extends RgbaPicture {
  readonly left: number;
  readonly top: number;
}

/**
 * @param outside what lies past the rim: the rim's own colour, or black
 * @returns f32 as the contract's input says
 */
export function fillInput(patch: Patch, region: Region, input: ModelInput, outside: 'rim' | 'black'): Float32Array {
  const { rgba, width, height } = patch;
  const tensor = new Float32Array(3 * input.width * input.height);
  const [step, plane] = input.layout === 'nchw' ? [1, input.width * input.height] : [3, 1];
  const isBlack = outside === 'black';
  const { acrossX, acrossY, downX, downY, firstX, firstY } = gridOf(patch, region, input);
  const spread = spreadOf(Math.max(region.width / input.width, region.height / input.height));
  const channels = channelNumbers(input, spread * spread);
  for (let v = 0, at = 0; v < input.height; v++) {
    for (let u = 0; u < input.width; u++, at += step) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0; j < spread; j++) {
        for (let i = 0; i < spread; i++) {
          const [across, down] = [u + (i + 0.5) / spread - 0.5, v + (j + 0.5) / spread - 0.5];
          const x = firstX + across * acrossX + down * downX;
          const y = firstY + across * acrossY + down * downY;
          if (isBlack && (x < -0.5 || y < -0.5 || x >= width - 0.5 || y >= height - 0.5)) continue;
          const [column, row] = [Math.floor(x), Math.floor(y)];
          const [right, below] = [x - column, y - row];
          const left = clamp(column, width) * 4;
          const next = clamp(column + 1, width) * 4;
          const top = clamp(row, height) * width * 4;
          const bottom = clamp(row + 1, height) * width * 4;
          const [a, b, c, d] = [top + left, top + next, bottom + left, bottom + next];
          const ofA = (1 - right) * (1 - below);
          const ofB = right * (1 - below);
          const ofC = (1 - right) * below;
          const ofD = right * below;
          red += byte(rgba, a) * ofA + byte(rgba, b) * ofB + byte(rgba, c) * ofC + byte(rgba, d) * ofD;
          green +=
            byte(rgba, a + 1) * ofA + byte(rgba, b + 1) * ofB + byte(rgba, c + 1) * ofC + byte(rgba, d + 1) * ofD;
          blue += byte(rgba, a + 2) * ofA + byte(rgba, b + 2) * ofB + byte(rgba, c + 2) * ofC + byte(rgba, d + 2) * ofD;
        }
      }
      const [first, third] = channels.isBgr ? [blue, red] : [red, blue];
      tensor[at] = first * channels.factors[0] + channels.offsets[0];
      tensor[at + plane] = green * channels.factors[1] + channels.offsets[1];
      tensor[at + 2 * plane] = third * channels.factors[2] + channels.offsets[2];
    }
  }
  return tensor;
}

/**
 * How many samples are taken along each side for one of the input's that covers `count` of the picture. Each lies between
 * two of them, so that half as many see it all; past three the finder finds no more, and 720p takes three times as long.
 */
function spreadOf(count: number): number {
  return Math.max(1, Math.min(3, Math.round(count / 2)));
}

/** Where the samples of the input lie in the patch; there a sample has its middle at a whole number. */
function gridOf(patch: Patch, region: Region, { width, height }: ModelInput) {
  const [cos, sin] = [Math.cos(region.angle), Math.sin(region.angle)];
  const [acrossX, acrossY] = [(region.width / width) * cos, (region.width / width) * sin];
  const [downX, downY] = [(-region.height / height) * sin, (region.height / height) * cos];
  return {
    acrossX,
    acrossY,
    downX,
    downY,
    firstX: region.x - patch.left - 0.5 - ((width - 1) * acrossX + (height - 1) * downX) / 2,
    firstY: region.y - patch.top - 0.5 - ((width - 1) * acrossY + (height - 1) * downY) / 2,
  };
}

type Three = readonly [number, number, number];

/** What to do with a sum of `count` bytes of each channel. */
function channelNumbers(
  { channels, range: [low, high], mean = [0, 0, 0], std = [1, 1, 1] }: ModelInput,
  count: number,
) {
  const scale = (high - low) / 255 / count;
  const factors: Three = [scale / std[0], scale / std[1], scale / std[2]];
  const offsets: Three = [(low - mean[0]) / std[0], (low - mean[1]) / std[1], (low - mean[2]) / std[2]];
  return { isBgr: channels === 'bgr', factors, offsets };
}

function byte(rgba: RgbaPicture['rgba'], at: number): number {
  return rgba[at] ?? 0;
}

function clamp(value: number, length: number): number {
  return value < 0 ? 0 : value >= length ? length - 1 : value;
}
