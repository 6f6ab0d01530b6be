// What a file says of itself, and what becomes of it: a contract filled in as far as it goes, or a reason why it can be none.
import { describe, expect, it } from 'vitest';
import { draftContract, isAnySize, netShapeSchema, problemsOf, type NetShape } from '../../src/app/net-contract';
import { asEverframeError } from '../../src/base/errors';
import type { NetDescription } from '../../src/protocol/model-contract';
import * as v from 'valibot';

type Shape = readonly (number | string)[];

function net(
  input: Shape,
  output: Shape,
  ran?: { shape: readonly number[]; least?: number; most?: number },
): NetDescription {
  return {
    inputs: [{ name: 'picture', type: 'float32', shape: input }],
    outputs: [{ name: 'mask', type: 'float32', shape: output }],
    ran: ran ? [{ name: 'mask', least: 0, most: 1, ...ran }] : null,
  };
}
const flawOf = (description: NetDescription) => {
  try {
    draftContract(description);
    return 'none';
  } catch (error) {
    const { code, facts } = asEverframeError(error);
    return [code, facts['flaw']];
  }
};
const changed = (shape: NetShape, input: object, output: object = {}) => ({
  input: { ...shape.input, ...input },
  output: { ...shape.output, ...output },
});

describe('a file that can be a person net', () => {
  it('says its names, sizes and layout; colours, range, mean and std are as usual', () => {
    const { input, output } = draftContract(net([1, 3, 144, 256], [1, 1, 144, 256]));
    expect(input).toEqual({
      name: 'picture',
      layout: 'nchw',
      width: 256,
      height: 144,
      channels: 'rgb',
      range: [0, 1],
      mean: [0, 0, 0],
      std: [1, 1, 1],
      fit: 'stretch',
    });
    expect(output).toEqual({
      name: 'mask',
      layout: 'nchw',
      width: 256,
      height: 144,
      kind: 'probability',
      channel: 0,
      channelCount: 1,
    });
  });

  it('may have its channels last', () => {
    const { input, output } = draftContract(net([1, 256, 256, 3], [1, 256, 256, 1]));
    expect([input.layout, output.layout]).toEqual(['nhwc', 'nhwc']);
    expect([output.width, output.height]).toEqual([256, 256]);
  });

  it('has the person in the second of two channels', () => {
    const { output } = draftContract(net([1, 3, 320, 320], [1, 2, 320, 320]));
    expect([output.channelCount, output.channel]).toEqual([2, 1]);
  });

  it('gives logits where noise brings it beyond 0 and 1', () => {
    const ran = { shape: [1, 1, 64, 64], least: -7.2, most: 5 };
    expect(draftContract(net([1, 3, 64, 64], [1, 1, 64, 64], ran)).output.kind).toBe('logit');
  });

  it('may leave the batch open, and the size: then a person says which', () => {
    const open = net(['batch', 3, 'height', 'width'], ['batch', 1, 'height', 'width'], { shape: [1, 1, 256, 256] });
    expect(isAnySize(open)).toBe(true);
    expect(isAnySize(net(['None', 3, 256, 256], ['None', 1, 256, 256]))).toBe(false);
    const draft = draftContract(open);
    expect(draft.input).toMatchObject({ width: 256, height: 256 });
    expect(problemsOf(draft, open)).toEqual([]);
  });

  it('may have several outputs: the mask is the one that is meant', () => {
    const { inputs } = net([1, 3, 144, 256], []);
    const outputs = [
      { name: 'fgr', type: 'float32', shape: [1, 3, 144, 256] },
      { name: 'pha', type: 'float32', shape: [1, 1, 144, 256] },
      { name: 'score', type: 'float32', shape: [1, 1] },
    ];
    expect(draftContract({ inputs, outputs, ran: null }).output.name).toBe('pha');
  });
});

describe('a file that can be none', () => {
  const one = net([1, 3, 144, 256], [1, 1, 144, 256]);
  const two = [...one.inputs, { name: 'r1i', type: 'float32', shape: [1, 16, 72, 128] }];
  const half = (tensors: NetDescription['inputs']) => tensors.map((tensor) => ({ ...tensor, type: 'float16' }));
  it.each<[string, NetDescription, string]>([
    ['remembers earlier pictures', { ...one, inputs: two }, 'inputs'],
    ['has no input', { ...one, inputs: [] }, 'inputs'],
    ['takes 16-bit numbers', { ...one, inputs: half(one.inputs) }, 'type'],
    ['gives 16-bit numbers', { ...one, outputs: half(one.outputs) }, 'type'],
    ['takes a row of numbers', net([1, 512], [1, 1, 144, 256]), 'picture-in'],
    ['takes four channels', net([1, 4, 144, 256], [1, 1, 144, 256]), 'picture-in'],
    ['takes a batch of two', net([2, 3, 144, 256], [2, 1, 144, 256]), 'picture-in'],
    ['finds boxes', net([1, 3, 256, 256], [1, 1344, 85]), 'picture-out'],
    ['finds things in a coarse grid', net([1, 3, 352, 352], [1, 85, 22, 22]), 'picture-out'],
    ['names what it sees', net([1, 3, 224, 224], [1, 1000]), 'picture-out'],
  ])('%s', (_, description, flaw) => {
    expect(flawOf(description)).toEqual(['model-contract', flaw]);
  });
});

describe('a description', () => {
  const file = net([1, 3, 144, 256], [1, 2, 144, 256]);
  const draft = draftContract(file);
  const fieldsOf = (shape: unknown) => problemsOf(shape, file).map(({ field }) => field);

  it('that fits has no problems, whatever its colours, means and kind', () => {
    expect(
      fieldsOf(changed(draft, { channels: 'bgr', mean: [0.4, 0.4, 0.5], std: [62, 62, 66] }, { kind: 'logit' })),
    ).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['another name', changed(draft, { name: 'image' }), ['input.name']],
    ['another size', changed(draft, { width: 320 }), ['input.width']],
    ['another layout', changed(draft, { layout: 'nhwc' }), ['input.width']],
    ['another count of channels', changed(draft, {}, { channelCount: 1, channel: 0 }), ['output.width']],
    ['a channel that is not there', changed(draft, {}, { channel: 2 }), ['output.channel']],
    ['a division by nothing', changed(draft, { std: [1, 0, 1] }), ['input.std.1']],
    ['no range', changed(draft, { range: [1, 1] }), ['input.range']],
    ['no number', changed(draft, { mean: [NaN, 0, 0] }), ['input.mean.0']],
    ['a size that no picture has', changed(draft, { width: 1.5, height: 1e6 }), ['input.width', 'input.height']],
    ['what is no part of it', { ...draft, anchors: [] }, ['anchors']],
    ['nothing', null, ['']],
  ])('with %s is told so, field by field', (_, shape, fields) => {
    expect(fieldsOf(shape)).toEqual(fields);
  });

  it('may name a smaller input, where the file leaves the size open and the output goes with it', () => {
    const open = net([1, 3, 'height', 'width'], [1, 1, 'height', 'width'], { shape: [1, 1, 144, 256] });
    const shape = changed(draftContract(open), { width: 256, height: 144 }, { width: 256, height: 144 });
    const withLight = (light: object, on = open) => problemsOf(changed(shape, { light }), on);
    expect(withLight({ width: 160, height: 96 })).toEqual([]);
    expect(v.is(netShapeSchema, changed(shape, { light: { width: 160, height: 96 } }))).toBe(true);
    const told = (light: object, message: RegExp, on = open) => {
      const [problem] = withLight(light, on);
      expect(problem?.field.startsWith('input.light')).toBe(true);
      expect(problem?.message).toMatch(message);
    };
    told({ width: 320, height: 96 }, /320 × 96 is no size smaller than 256 × 144/);
    told({ width: 256, height: 144 }, /is no size smaller/);
    told({ width: 8, height: 96 }, /whole number from 16/);
    told({ width: 160 }, /input\.light/);
    const halved = changed(shape, {}, { width: 64, height: 36 });
    const coarse = { ...open, ran: [{ name: 'mask', shape: [1, 1, 36, 64], least: 0, most: 1 }] };
    expect(problemsOf(changed(halved, { light: { width: 158, height: 96 } }), coarse)).toMatchObject([
      { field: 'input.light', message: expect.stringContaining('no whole number of samples') as string },
    ]);
    const closed = net([1, 3, 144, 256], [1, 1, 144, 256]);
    told(
      { width: 160, height: 96 },
      /In the file picture is 1 × 3 × 144 × 256; with these sizes .* 1 × 3 × 96 × 160/,
      closed,
    );
    const half = net([1, 3, 'height', 'width'], [1, 1, 144, 256], { shape: [1, 1, 144, 256] });
    told({ width: 160, height: 96 }, /In the file mask is 1 × 1 × 144 × 256/, half);
  });

  it('is what the schema of kept models takes', () => {
    expect(v.is(netShapeSchema, draft)).toBe(true);
  });
});
