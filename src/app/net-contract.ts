// From what a file says of itself to a contract: what can be read is filled in, what cannot has the usual value, and what does not fit
// is told field by field. Pure: knows no file and no page.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import { lightFault, lightOf } from '../protocol/model-contract';
import type { DescribedTensor, ModelContract, NetDescription } from '../protocol/model-contract';

/** What a person has to say of a net, or agree to. */
export type NetShape = Pick<ModelContract, 'input' | 'output'>;

export interface ContractProblem {
  /** `input.width` */
  readonly field: string;
  /** A sentence. */
  readonly message: string;
}

/** Of a picture that a net takes; a larger one would be slower than any picture is worth. */
const SIDES = [16, 1024] as const;
/** An output may be so many times coarser than the input: beyond that nets find things, and outline none. */
const COARSEST = 4;
/** Where the net takes any. */
const ANY_SIDE = 256;
const USUAL = { range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1] } as const;

const text = v.pipe(v.string('has to be a text'), v.minLength(1, 'must not be empty'));
const whole = (least: number, most: number) => {
  const range = `has to be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(range), v.integer(range), v.minValue(least, range), v.maxValue(most, range));
};
const side = whole(...SIDES);
const outSide = whole(SIDES[0] / COARSEST, SIDES[1]);
const finite = v.pipe(v.number('has to be a number'), v.finite('has to be a number'));
const deviation = v.pipe(
  finite,
  v.check((value) => value !== 0, 'must not be 0: it is divided by'),
);
const layout = v.picklist(['nchw', 'nhwc'], 'is nchw or nhwc');

export const netShapeSchema = v.strictObject({
  input: v.strictObject({
    name: text,
    layout,
    width: side,
    height: side,
    channels: v.picklist(['rgb', 'bgr'], 'is rgb or bgr'),
    range: v.tuple([finite, finite]),
    mean: v.exactOptional(v.tuple([finite, finite, finite])),
    std: v.exactOptional(v.tuple([deviation, deviation, deviation])),
    fit: v.literal('stretch', 'is stretch'),
    light: v.exactOptional(v.strictObject({ width: side, height: side })),
  }),
  output: v.strictObject({
    name: text,
    layout,
    width: outSide,
    height: outSide,
    kind: v.picklist(['probability', 'logit'], 'is probability or logit'),
    channel: whole(0, 255),
    channelCount: v.exactOptional(whole(1, 256)),
  }),
});

const refuse = (flaw: string, message: string, facts: Record<string, string | number> = {}) =>
  new EverframeError('model-contract', message, { facts: { flaw, ...facts } });
const sizes = (shape: readonly (number | string)[]) => shape.join(' × ');
const fixed = (length: number | string | undefined, otherwise: number) =>
  typeof length === 'number' && length > 0 ? length : otherwise;

function draftInput(inputs: readonly DescribedTensor[]): NetShape['input'] {
  const [input, second] = inputs;
  if (!input) throw refuse('inputs', 'it has no input', { count: 0, names: '' });
  if (second) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw refuse('inputs', `it has ${inputs.length} inputs: ${names}`, { count: inputs.length, names });
  }
  const { name, type, shape } = input;
  if (type !== 'float32') throw refuse('type', `its input ${name} is ${type}`, { name, type });
  const couldBe = (length: number | string | undefined) => length === 3 || typeof length === 'string';
  const isNhwc = shape[3] === 3 && shape[1] !== 3;
  if (shape.length !== 4 || !couldBe(isNhwc ? shape[3] : shape[1]) || fixed(shape[0], 1) !== 1)
    throw refuse('picture-in', `its input ${name} is ${sizes(shape)}`, { name, shape: sizes(shape) });
  const [height, width] = isNhwc ? [shape[1], shape[2]] : [shape[2], shape[3]];
  return {
    name,
    layout: isNhwc ? 'nhwc' : 'nchw',
    width: fixed(width, ANY_SIDE),
    height: fixed(height, ANY_SIDE),
    channels: 'rgb',
    range: USUAL.range,
    mean: USUAL.mean,
    std: USUAL.std,
    fit: 'stretch',
  };
}

/** Names that nets give to what is the person's. */
const TELLING = /alpha|pha|mask|person|seg|prob|sigmoid|softmax/i;

interface Candidate {
  readonly output: NetShape['output'];
  readonly worth: number;
}

function candidate(
  tensor: DescribedTensor,
  input: NetShape['input'],
  ran: NonNullable<NetDescription['ran']>[number] | undefined,
): Candidate | null {
  const shape = ran?.shape ?? tensor.shape;
  if (tensor.type !== 'float32' || shape.length !== 4) return null;
  const [, second, , last] = shape;
  const isNhwc = fixed(last, Infinity) < fixed(second, Infinity) || (input.layout === 'nhwc' && last === second);
  const count = fixed(isNhwc ? last : second, 1);
  const height = fixed(isNhwc ? second : shape[2], input.height);
  const width = fixed(isNhwc ? shape[2] : last, input.width);
  if (width * COARSEST < input.width || height * COARSEST < input.height) return null;
  return {
    output: {
      name: tensor.name,
      layout: isNhwc ? 'nhwc' : 'nchw',
      width,
      height,
      kind: ran && (ran.least < -0.01 || ran.most > 1.01) ? 'logit' : 'probability',
      // Of two the second is the person, as in every net that tells her from the room.
      channel: count === 2 ? 1 : 0,
      channelCount: count,
    },
    worth: (count <= 2 ? 4 : 0) + (TELLING.test(tensor.name) ? 2 : 0) + Math.min(1, (width * height) / 1e6),
  };
}

/**
 * What can be read out of the file, and what is usual for the rest.
 * @throws EverframeError `model-contract`: no contract can make a person net of it; `facts.flaw` says why
 */
export function draftContract({ inputs, outputs, ran }: NetDescription): NetShape {
  const input = draftInput(inputs);
  const candidates = outputs.flatMap(
    (tensor) =>
      candidate(
        tensor,
        input,
        ran?.find(({ name }) => name === tensor.name),
      ) ?? [],
  );
  const [best] = candidates.sort((one, other) => other.worth - one.worth);
  if (best) return { input, output: best.output };
  const small = outputs.find(({ type }) => type === 'float16');
  if (small) throw refuse('type', `its output ${small.name} is float16`, { name: small.name, type: 'float16' });
  const found = outputs.map(({ name, shape }) => `${name} ${sizes(shape)}`).join(', ');
  throw refuse('picture-out', `none of its outputs is a picture: ${found}`, { outputs: found.slice(0, 200) });
}

/** The file takes a picture of any size: a person has to say which. */
export function isAnySize({ inputs }: NetDescription): boolean {
  const shape = inputs[0]?.shape ?? [];
  const sides = shape[3] === 3 && shape[1] !== 3 ? [shape[1], shape[2]] : [shape[2], shape[3]];
  return sides.some((length) => typeof length === 'string');
}

function misfit(
  path: 'input' | 'output',
  part: { readonly name: string; readonly layout: string; readonly width: number; readonly height: number },
  count: number,
  tensors: readonly { readonly name: string; readonly shape: readonly (number | string)[] }[],
): ContractProblem | null {
  const tensor = tensors.find(({ name }) => name === part.name);
  if (!tensor) {
    const names = tensors.map(({ name }) => name).join(', ');
    return { field: `${path}.name`, message: `The file has no ${path} ${part.name}; it has ${names}.` };
  }
  const { width, height } = part;
  const said = part.layout === 'nchw' ? [1, count, height, width] : [1, height, width, count];
  const isSo =
    tensor.shape.length === 4 && tensor.shape.every((length, i) => typeof length === 'string' || length === said[i]);
  if (isSo) return null;
  const message = `In the file ${part.name} is ${sizes(tensor.shape)}; with these sizes it would be ${sizes(said)}.`;
  return { field: `${path}.width`, message };
}

/** The file has to leave open what the lighter input changes: its outputs count as they are declared, not as they came of one size. */
function lightProblem(shape: NetShape, count: number, { inputs, outputs }: NetDescription): ContractProblem | null {
  const fault = lightFault(shape);
  if (fault) return { field: 'input.light', message: `The lighter input: ${fault}.` };
  const light = lightOf(shape);
  const found = light && (misfit('input', light.input, 3, inputs) ?? misfit('output', light.output, count, outputs));
  return found && { ...found, field: 'input.light' };
}

/** What is wrong with a contract, by itself and beside the file; none where it can be tried. */
export function problemsOf(shape: unknown, { inputs, outputs, ran }: NetDescription): readonly ContractProblem[] {
  const read = v.safeParse(netShapeSchema, shape, { abortPipeEarly: true });
  if (!read.success)
    return read.issues.map((issue) => {
      const field = v.getDotPath(issue) ?? '';
      return {
        field,
        message: `${field} ${issue.expected === 'never' ? 'is not part of a contract' : issue.message}.`,
      };
    });
  const { input, output } = read.output;
  const count = output.channelCount ?? 1;
  const standard = [misfit('input', input, 3, inputs), misfit('output', output, count, ran ?? outputs)].filter(
    (problem) => problem !== null,
  );
  const light = standard.length > 0 ? null : lightProblem(read.output, count, { inputs, outputs, ran });
  const problems = [...standard, light];
  if (output.channel >= count)
    problems.push({ field: 'output.channel', message: `There is no channel ${output.channel} among ${count}.` });
  if (input.range[0] === input.range[1])
    problems.push({ field: 'input.range', message: 'Black and white have to become different numbers.' });
  return problems.filter((problem) => problem !== null);
}
