// What a model takes and gives, as `public/models/catalog.json` says it. Pre- and post-processing follow from it,
// never from code per model.

/** The file, and what it is; every entry of the catalogue says this much. */
export interface ModelFile {
  readonly id: string;
  readonly task: string;
  readonly title: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  /** The package it was built from; or where it is fetched from when somebody asks for it. */
  readonly source?: { readonly package: string; readonly version: string } | { readonly url: string };
}

export interface ModelInput {
  readonly name: string;
  readonly layout: 'nchw' | 'nhwc';
  readonly width: number;
  readonly height: number;
  readonly channels: 'rgb' | 'bgr';
  /** What 0 and 255 become, before mean and std. */
  readonly range: readonly [number, number];
  readonly mean?: readonly [number, number, number];
  readonly std?: readonly [number, number, number];
  /** How the picture is fitted into the input; a letterbox is centred on black. */
  readonly fit: 'stretch' | 'letterbox';
}

export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** `probability`: 0..1 already; `logit`: a sigmoid is still to be applied. */
export type OutputKind = 'probability' | 'logit';

/** Says of every sample how likely it shows a person. */
export interface ModelContract extends ModelFile {
  readonly input: ModelInput & {
    readonly fit: 'stretch';
    /** A smaller picture that the same file takes, for when time is short; its sides have to be open. The output shrinks alike. */
    readonly light?: Sides;
  };
  readonly output: {
    readonly name: string;
    readonly layout: 'nchw' | 'nhwc';
    readonly width: number;
    readonly height: number;
    readonly kind: OutputKind;
    readonly channel: number;
    readonly channelCount?: number;
  };
}

/** A person's net and where it is read. */
export interface PersonNetFile {
  readonly contract: ModelContract;
  readonly url: string;
}

/** What loading a net took, ms: its bytes; the session, with the runtime where it was the first; its first run. */
export interface LoadTimes {
  readonly fetchMs: number;
  readonly sessionMs: number;
  readonly firstRunMs: number;
}

export interface DescribedTensor {
  readonly name: string;
  /** As ONNX Runtime says: `float32`, `float16`, ... */
  readonly type: string;
  /** A name where any size will do. */
  readonly shape: readonly (number | string)[];
}

/** What can be read out of a file. */
export interface NetDescription {
  readonly inputs: readonly DescribedTensor[];
  readonly outputs: readonly DescribedTensor[];
  /** What one run on noise gave; null where it was not tried or failed. */
  readonly ran:
    | readonly {
        readonly name: string;
        readonly shape: readonly number[];
        readonly least: number;
        readonly most: number;
      }[]
    | null;
}

/**
 * Finds faces. Its input is divided into grids of square cells, each of which has `perCell` anchors in its middle, cell by
 * cell along the rows. `boxes` says of every anchor, in samples of the input: the middle of a face from there, its width
 * and height, and `points` points from there (the person's right eye and left eye first); `scores`, whether it is a face.
 */
export interface FaceFinderContract extends ModelFile {
  readonly task: 'face-detection';
  readonly input: ModelInput;
  readonly anchors: readonly { readonly stride: number; readonly perCell: number }[];
  readonly points: number;
  readonly outputs: {
    readonly boxes: { readonly name: string };
    readonly scores: { readonly name: string; readonly kind: OutputKind };
  };
}

/** Lays points on the one face that fills its input: x, y and z of each in samples of the input, and whether it is there. */
export interface FaceMeshContract extends ModelFile {
  readonly task: 'face-landmarks';
  readonly input: ModelInput;
  readonly points: number;
  readonly outputs: {
    readonly points: { readonly name: string };
    readonly presence: { readonly name: string; readonly kind: OutputKind };
  };
}

/** The two nets that read a face, and where they lie. */
export interface FaceNets {
  readonly finder: { readonly contract: FaceFinderContract; readonly url: string };
  readonly mesh: { readonly contract: FaceMeshContract; readonly url: string };
}

export type AnyModelContract = ModelContract | FaceFinderContract | FaceMeshContract;

export interface TensorContract {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The tensors that a contract speaks of; outputs in the order in which the model has them. */
export function tensorsOf(contract: AnyModelContract): {
  readonly input: TensorContract;
  readonly outputs: readonly [TensorContract, ...TensorContract[]];
} {
  const input = { name: contract.input.name, shape: planesShape(contract.input, 3) };
  if ('output' in contract) {
    const { output } = contract;
    return { input, outputs: [{ name: output.name, shape: planesShape(output, output.channelCount ?? 1) }] };
  }
  if ('anchors' in contract) {
    const { boxes, scores } = contract.outputs;
    const count = countAnchors(contract);
    return {
      input,
      outputs: [
        { name: boxes.name, shape: [1, count, 4 + 2 * contract.points] },
        { name: scores.name, shape: [1, count, 1] },
      ],
    };
  }
  const { points, presence } = contract.outputs;
  return {
    input,
    outputs: [
      { name: points.name, shape: [1, 3 * contract.points, 1, 1] },
      { name: presence.name, shape: [1, 1, 1, 1] },
    ],
  };
}

/** The same net as it is run at its lighter input; null: it has none. */
export function lightOf<Shape extends Pick<ModelContract, 'input' | 'output'>>(contract: Shape): Shape | null {
  const { light, ...input } = contract.input;
  if (!light) return null;
  const shrunk = (output: number, side: 'width' | 'height') => (output * light[side]) / input[side];
  const { output } = contract;
  const [width, height] = [shrunk(output.width, 'width'), shrunk(output.height, 'height')];
  return { ...contract, input: { ...input, ...light }, output: { ...output, width, height } };
}

/** What is wrong with the sizes of a lighter input by themselves; null: nothing, or there is none. */
export function lightFault({ input, output }: Pick<ModelContract, 'input' | 'output'>): string | null {
  const { light } = input;
  if (!light) return null;
  const { width, height } = light;
  const said = `${width} × ${height}`;
  const fits = (side: number, most: number) => Number.isInteger(side) && side > 0 && side <= most;
  if (!fits(width, input.width) || !fits(height, input.height) || width * height === input.width * input.height)
    return `${said} is no size smaller than ${input.width} × ${input.height}`;
  const isWhole = (output.width * width) % input.width === 0 && (output.height * height) % input.height === 0;
  return isWhole ? null : `at ${said} the output has no whole number of samples`;
}

function planesShape(
  { layout, width, height }: Pick<ModelInput, 'layout' | 'width' | 'height'>,
  channels: number,
): number[] {
  return layout === 'nchw' ? [1, channels, height, width] : [1, height, width, channels];
}

function countAnchors({ anchors, input }: FaceFinderContract): number {
  return anchors.reduce(
    (sum, { stride, perCell }) => sum + Math.ceil(input.width / stride) * Math.ceil(input.height / stride) * perCell,
    0,
  );
}
