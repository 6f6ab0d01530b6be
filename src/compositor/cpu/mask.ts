// From program planes to a net's input and from its output to the alpha plane. In charge of everything that follows
// from the model contract and of the order of the steps in between; what they do is said in the kernels. Runs no net.
import type { PlanesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Address, Kernels } from '../../kernels/kernels';
import type { ModelContract } from '../../protocol/model-contract';
import type { CarryLimit } from '../engine';
import { takeAnswer } from './answer';
import { createCarry } from './carry';
import { tensorNumbers } from './colour';
import { createEdges } from './edges';
import { createFringe, type Ground } from './fringe';
import { createScaler } from './plane-scaler';
import { shrinkPlanes, type SmallPlanes } from './small-planes';
import type { Planes } from './planes';
import { createSteadying } from './steadying';

export interface Mask {
  /** Looks at what `planes` show; what follows is about them. */
  see(planes: Planes): void;
  /** The net's input. */
  input(colour: PlanesColour): Float32Array;
  /** Takes the net's output and writes the alpha of the planes. */
  apply(output: Float32Array, planes: Planes, timestampUs: number): void;
  /** The same without the net: the last mask, kept or moved along with the picture. False: it cannot be, and nothing was written. */
  carry(limit: CarryLimit, planes: Planes, timestampUs: number): boolean;
  /**
   * Call after {@link apply} or {@link carry}: puts the person of `planes` before another background, the room's colours taken out of her
   * soft edges. A picture is the same object as long as its samples are the same.
   */
  putBefore(planes: Planes, halfAlpha: Address, ground: Ground): void;
  reset(): void;
  release(): void;
}

export function createMask(kernels: Kernels, arena: Arena, contract: ModelContract, program: Planes): Mask {
  const { input: wants, output: gives } = contract;
  const inputSize = wants.width * wants.height;
  const size = gives.width * gives.height;
  const scaler = createScaler(kernels, arena);
  const blocks: Address[] = [];
  const take = (bytes: number) => {
    const address = arena.take(bytes);
    blocks.push(address);
    return address;
  };
  const takeSmall = ({ width, height }: { width: number; height: number }): SmallPlanes => {
    const bytes = width * height;
    return { width, height, y: take(bytes), u: take(bytes), v: take(bytes) };
  };
  const small = takeSmall(wants);
  const guide = gives.width === wants.width && gives.height === wants.height ? small : takeSmall(gives);
  const tensor = take(inputSize * 12 + 48);
  const coefficients = take(72);
  const fresh = take(size * 4);
  const steadying = createSteadying(kernels, arena, guide);
  const carrying = createCarry(kernels, arena, guide);
  const edges = createEdges(kernels, arena, guide, program);
  const fringe = createFringe(kernels, arena, guide, program);
  let light: SmallPlanes | null = null;
  let lightOf: Planes | null = null;

  return {
    see(planes) {
      shrinkPlanes(scaler, planes, small);
      if (guide !== small) shrinkPlanes(scaler, planes, guide);
    },
    input(colour) {
      arena.f32(coefficients, 18).set(tensorNumbers(colour, wants));
      const isNhwc = Number(wants.layout === 'nhwc');
      kernels.planesToTensor(small.y, small.u, small.v, inputSize, tensor, isNhwc, coefficients);
      return arena.f32(tensor, inputSize * 3);
    },
    apply(output, planes, timestampUs) {
      takeAnswer(kernels, arena, gives, output, fresh);
      carrying.answered(fresh, steadying, timestampUs);
      steadying.steady(fresh);
      edges.draw(steadying, planes);
    },
    carry(limit, planes, timestampUs) {
      const way = carrying.carry(limit, steadying, fresh, timestampUs);
      if (way === 'moved') {
        steadying.follow(fresh);
        edges.draw(steadying, planes);
      }
      return way !== null;
    },
    putBefore(planes, halfAlpha, ground) {
      const { picture } = ground;
      if (picture && picture !== lightOf) {
        light ??= takeSmall(guide);
        shrinkPlanes(scaler, picture, light);
        fringe.setLight(light);
        lightOf = picture;
      }
      fringe.put(steadying.state, planes, halfAlpha, ground);
    },
    reset() {
      steadying.reset();
      carrying.reset();
    },
    release() {
      for (const block of blocks) arena.give(block);
      steadying.release();
      carrying.release();
      edges.release();
      fringe.release();
      scaler.release();
    },
  };
}
