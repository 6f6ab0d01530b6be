// The self-test in words: what was tried, what it is for, and what to do where it is missing. Pure.
import type { CheckName, CheckResult } from '../../app/self-test';
import { withUnit } from './numbers';

interface Words {
  readonly title: string;
  readonly ok: string;
  readonly less: string;
  readonly missing: string;
  /** Where there is less, or nothing. */
  readonly todo: string;
}

const UPDATE = 'Update the browser: a current Chrome or Edge has it.';

const WORDS: Readonly<Record<CheckName, Words>> = {
  secure: {
    title: 'Secure page',
    ok: 'Cameras may be used here.',
    less: '',
    missing: 'No camera may be used on this page.',
    todo: 'Open it as https:// or on localhost.',
  },
  isolated: {
    title: 'Page of its own',
    ok: 'Threads and exact times are there.',
    less: 'No threads, and times are coarse.',
    missing: '',
    todo: 'The server has to send COOP and COEP: see docs/hosting.md.',
  },
  'camera-frames': {
    title: 'Frames of the camera',
    ok: 'They come one by one, in a hidden tab too.',
    less: '',
    missing: 'This browser does not give them one by one.',
    todo: 'Use a current Chrome or Edge on a computer.',
  },
  'camera-permission': {
    title: 'Permission for the camera',
    ok: 'Given.',
    less: 'Not asked yet, or asked every time.',
    missing: 'Refused.',
    todo: 'Click the icon left of the address and switch Camera on.',
  },
  decode: {
    title: 'Playing video files',
    ok: 'Plays',
    less: 'Plays only',
    missing: 'No video file can be played.',
    todo: 'A browser with H.264 plays most files: use Chrome or Edge.',
  },
  encode: {
    title: 'Encoding the program',
    ok: 'Encodes',
    less: 'Encodes only',
    missing: 'Nothing can be encoded: there is no loop of you.',
    todo: 'A browser with H.264 serves most: use Chrome or Edge.',
  },
  'graphics-card': {
    title: 'Graphics card',
    ok: 'Used by this page:',
    less: 'Only one made of software:',
    missing: 'This browser gives no access to it. Everything runs on the processor.',
    todo: 'Update the browser and the driver, or switch on "Use graphics acceleration" in the browser’s settings.',
  },
  'graphics-time': {
    title: 'Times of the graphics card',
    ok: 'It says how long its work takes.',
    less: '',
    missing: 'It does not say how long its work takes: the dashboard has no figure for it.',
    todo: 'Nothing that a person could do; pictures are made all the same.',
  },
  wasm: {
    title: 'WebAssembly',
    ok: 'The processor’s engine runs.',
    less: '',
    missing: 'The processor’s engine cannot run.',
    todo: UPDATE,
  },
  'gpu-runtime': {
    title: 'Small runtime for the graphics card',
    ok: 'The small one is used.',
    less: 'The large one is used: 10 MB more once.',
    missing: '',
    todo: UPDATE,
  },
  pressure: {
    title: 'How busy the computer is',
    ok: 'The browser tells.',
    less: '',
    missing: 'The browser does not tell: quality goes by the pictures alone.',
    todo: UPDATE,
  },
  'long-frames': {
    title: 'What holds the page up',
    ok: 'The browser tells.',
    less: '',
    missing: 'The browser does not tell.',
    todo: UPDATE,
  },
  heap: {
    title: 'Memory of scripts',
    ok: 'The browser tells.',
    less: '',
    missing: 'The browser does not tell.',
    todo: 'Nothing that a person could do: only Chrome and Edge tell.',
  },
  storage: {
    title: 'Storage',
    ok: 'Room for files:',
    less: 'Little room for files:',
    missing: 'Nothing can be kept: settings and files last for this visit.',
    todo: 'Free some space on the disk, or leave the private window.',
  },
  processor: {
    title: 'Processor',
    ok: 'Cores:',
    less: 'Few cores:',
    missing: '',
    todo: 'Close other programs while on air; a lower quality is chosen by itself.',
  },
};

export interface CheckWords {
  readonly name: CheckName;
  readonly state: CheckResult['state'];
  readonly title: string;
  readonly says: string;
  /** Empty where all is well. */
  readonly todo: string;
}

export function checkWords({ name, state, found }: CheckResult): CheckWords {
  const words = WORDS[name];
  const said = words[state];
  const says = found === '' ? said : /[:a-z]$/.test(said) ? `${said} ${found}` : said;
  return { name, state, title: words.title, says, todo: state === 'ok' ? '' : words.todo };
}

/** "12 of 15 are there; the graphics card is missing." */
export function selfTestSummary(results: readonly CheckResult[]): string {
  const well = results.filter(({ state }) => state === 'ok').length;
  const gone = results.filter(({ state }) => state === 'missing').map(({ name }) => WORDS[name].title);
  const count = `${withUnit(well, 'of')} ${results.length} are as they should be`;
  return gone.length === 0 ? `${count}; nothing is missing.` : `${count}; missing: ${gone.join(', ')}.`;
}
