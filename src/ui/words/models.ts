// Person models in words: where each comes from, how fast it is here, what is wrong with a file, what a trial shows. Pure.
import type { ModelEntry } from '../../app/models-desk';
import type { NetShape } from '../../app/net-contract';
import type { StudioSnapshot } from '../../app/studio-snapshot';
import { EverframeError } from '../../base/errors';
import { percent, pictureSize, size, withUnit } from './numbers';

const STILL = 'Your picture goes on with the model it had.';

export interface ModelTrouble {
  readonly title: string;
  readonly text: string;
}

/** "0.3 MB · Apache-2.0 · comes with Everframe" */
export function modelFacts({ bytes, licence, state, isOwn, from }: ModelEntry): string {
  const origin =
    state === 'shipped' ? 'comes with Everframe' : isOwn ? `from ${shortAddress(from)}` : `from ${hostOf(from)}`;
  return [size(bytes), licence === 'not stated' ? 'licence not stated' : licence, origin].join(' · ');
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address);
const shortAddress = (from: string) => (URL.canParse(from) ? `${hostOf(from)}, ${from.split('/').pop() ?? ''}` : from);

const ENGINES = { cpu: 'on the processor', webgpu: 'on the graphics card' } as const;

/** One line for each engine that was measured, or is at work. */
export function modelSpeeds({ speedMs }: ModelEntry, { engine }: StudioSnapshot): readonly string[] {
  const kinds = (['cpu', 'webgpu'] as const).filter(
    (kind) => speedMs[kind] !== null || kind === (engine.kind ?? 'cpu'),
  );
  return kinds.map((kind) => {
    const ms = speedMs[kind];
    return ms === null
      ? `Not measured here yet ${ENGINES[kind]}.`
      : `${withUnit(ms.toFixed(1), 'ms')} a frame here ${ENGINES[kind]}.`;
  });
}

/** What `auto` comes to. */
export function automaticWords(entries: readonly ModelEntry[], { program }: StudioSnapshot): string {
  const shape = program.width <= program.height ? 'no wider than tall' : 'wider than tall';
  const title = entries.find(({ isAutomatic }) => isAutomatic)?.title ?? '';
  return `${title}, as the program is ${shape} (${pictureSize(program.width, program.height)}).`;
}

type Facts = Readonly<Record<string, unknown>>;
const of = (facts: Facts, name: string, otherwise: string) => {
  const value = facts[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
};

/** What is wrong with a file or an address, by `facts.flaw`: what happened, and what to do. */
const FLAWS: Readonly<Record<string, (facts: Facts, name: string) => readonly [what: string, todo: string]>> = {
  unreadable: (_facts, name) => [
    `${name} is not a model we can read.`,
    'It is damaged, or no ONNX. Choose an .onnx file, or copy it once more.',
  ],
  external: (_facts, name) => [
    `${name} keeps its weights in another file.`,
    'Export it with its weights inside, as one .onnx file.',
  ],
  empty: (_facts, name) => [`${name} is empty.`, 'Choose another file, or copy it once more.'],
  gone: (_facts, name) => [`${name} could not be read.`, 'Check that it is still there, or choose another file.'],
  'too-large': (facts, name) => [
    `${name} is too large: ${size(Number(facts['bytes']))}, at most ${size(Number(facts['most']))} are taken.`,
    'Models for live pictures have a few megabytes. Choose a smaller one.',
  ],
  inputs: (facts, name) => [
    `${name} takes ${of(facts, 'count', 'several')} inputs (${of(facts, 'names', '')}), not one picture.`,
    'Models that remember earlier pictures, or compare two, cannot be used. Choose one that takes a picture alone.',
  ],
  type: (facts, name) => [
    `${name} works with numbers of another kind (${of(facts, 'name', '')} is ${of(facts, 'type', '')}).`,
    'Export it with 32-bit inputs and outputs (float32).',
  ],
  'picture-in': (facts, name) => [
    `${name} takes no picture: its input ${of(facts, 'name', '')} is ${of(facts, 'shape', '')}.`,
    'Choose a model whose input is 1 × 3 × height × width, or 1 × height × width × 3.',
  ],
  'picture-out': (_facts, name) => [
    `${name} outlines nobody: none of its outputs is a picture.`,
    'It finds or names things. Choose a model that tells a person from the room.',
  ],
  everything: (_facts, name) => [
    `As described, ${name} takes the whole room for you: viewers would see it.`,
    'Try another channel, other means, or the other kind of numbers.',
  ],
  offline: () => ['There is no network.', 'Connect, or choose a file from this computer.'],
  'no-answer': (facts) => [
    `${of(facts, 'host', 'The host')} gave no answer that this page may read.`,
    'It is out of reach, or it does not let other pages read its files (it sends no CORS headers). Download the file yourself and add it as a file.',
  ],
  status: (facts) => [
    `${of(facts, 'host', 'The host')} has no such file (it answered ${of(facts, 'status', '')}).`,
    'Check the address.',
  ],
  'broke-off': (facts) => [
    `The connection to ${of(facts, 'host', 'the host')} broke off.`,
    'Nothing was kept. Try again.',
  ],
  'no-https': (facts) => [
    `${of(facts, 'name', 'This')} is not an https address.`,
    'Give one that begins with https://.',
  ],
  full: () => ['There is no room to keep it.', 'Free some space on this computer, or remove a model.'],
  'not-kept': () => [
    'This browser keeps nothing for this page.',
    'Leave the private window, or allow this site to store data.',
  ],
};

/** Of a file on its way, or of one that is to be used. `name` is the file's or the model's. */
export function modelTrouble(error: unknown, name: string): ModelTrouble {
  const { code, facts, message } =
    error instanceof EverframeError ? error : new EverframeError('internal', String(error));
  const flaw = FLAWS[of(facts, 'flaw', '')];
  const say = (what: string, todo: string): ModelTrouble => ({ title: what, text: `${STILL} ${todo}` });
  if (flaw) return say(...flaw(facts, of(facts, 'name', name)));
  switch (code) {
    case 'model-hash':
      return say(`${name} is not the file we expect.`, 'It was changed where it lies. Nothing was kept.');
    case 'model-contract':
      return say(`${name} is not as described.`, `Correct the description: ${message}.`);
    case 'model-run':
      return say(`${name} stopped when it was run.`, 'Check its sizes, or choose another model.');
    case 'model-unreadable':
      return say(`${name} cannot be run on this engine.`, 'Choose another model.');
    case 'engine-failed':
    case 'worker-died':
      return say(
        `${name} could not be run here: ${message}.`,
        'It is too heavy for this machine, or damaged. Choose another model.',
      );
    case 'not-running':
      return { title: 'The studio is stopped.', text: 'Start it, then try again.' };
    default:
      return say(`${name} could not be used.`, `What went wrong: ${message}.`);
  }
}

/** What a trial shows, in a sentence that also judges it. */
export function trialWords(share: number): { readonly text: string; readonly isDoubtful: boolean } {
  const seen = `It says that ${percent(share)} of the picture is the person.`;
  if (share < 0.02)
    return {
      text: `${seen} If somebody is there, the numbers it is fed are wrong: try the other order of colours, other means, or another channel.`,
      isDoubtful: true,
    };
  if (share > 0.9)
    return {
      text: `${seen} If that is too much, the channel may be the room's, or the kind of its numbers another.`,
      isDoubtful: true,
    };
  return { text: `${seen} Compare the two pictures: hair, hands and the edge.`, isDoubtful: false };
}

export const LAYOUTS = [
  { value: 'nchw', label: 'Channels first' },
  { value: 'nhwc', label: 'Channels last' },
] as const;
export const ORDERS = [
  { value: 'rgb', label: 'Red, green, blue' },
  { value: 'bgr', label: 'Blue, green, red' },
] as const;
export const KINDS = [
  { value: 'probability', label: 'Probabilities, 0 to 1' },
  { value: 'logit', label: 'Logits, any number' },
] as const;
export const RANGES = [
  { value: '0,1', label: '0 to 1' },
  { value: '-1,1', label: '−1 to 1' },
  { value: '0,255', label: '0 to 255' },
] as const;

/** The range of a shape as one of {@link RANGES}, and it alone where it is none of them. */
export function rangeOptions(range: NetShape['input']['range']): { value: string; label: string }[] {
  const value = range.join(',');
  const known = RANGES.map((one) => ({ ...one }));
  return known.some((one) => one.value === value) ? known : [...known, { value, label: range.join(' to ') }];
}
