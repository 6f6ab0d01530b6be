// Words for every error a person can meet, in three parts: what happened / what still works / what to do, with at most
// one main action. The code itself is never in the sentence. Pure: who shows it passes in what viewers see.
import type { ErrorCode, ErrorFacts } from '../../base/errors';
import { clock, pictureSize, withUnit } from './numbers';

export type ErrorAction = 'retry' | 'other-camera' | 'open-file' | 'choose-picture' | 'share-screen' | 'start';

export interface ErrorWords {
  readonly code: ErrorCode;
  /** For the pill: two words. */
  readonly name: string;
  readonly what: string;
  readonly still: string;
  readonly todo: string;
  readonly action: { readonly kind: ErrorAction; readonly label: string } | null;
  /** True where only the person can help; false where it mends itself. */
  readonly needsYou: boolean;
}

export interface ErrorScene {
  readonly facts: ErrorFacts;
  /** One sentence on what viewers see now. */
  readonly viewers: string;
  readonly roomHidden: boolean;
  readonly browser: string;
  readonly sinceMs?: number;
  /** Another camera is there to change to. */
  readonly otherCamera?: boolean;
  /** It is tried again without the person. */
  readonly retrying?: boolean;
}

/** For the ribbon: what a stand-in was for, in lower case. */
const CAUSES: Record<ErrorCode, string> = {
  'camera-denied': 'camera blocked',
  'camera-busy': 'camera busy',
  'camera-missing': 'no camera',
  'camera-unplugged': 'camera unplugged',
  'camera-constraints': 'camera size not possible',
  'screen-denied': 'no screen shared',
  'file-unreadable': 'file not readable',
  'file-unsupported': 'file not playable',
  'picture-unreadable': 'picture not readable',
  'picture-too-large': 'picture too large',
  'model-missing': 'person model missing',
  'model-hash': 'person model not as expected',
  'model-unreadable': 'person model not readable',
  'model-contract': 'person model does not fit',
  'model-run': 'person model stopped',
  'gpu-missing': 'no graphics card',
  'gpu-lost': 'graphics card reset',
  'engine-failed': 'engine stopped',
  'worker-died': 'engine restarted',
  'setting-invalid': 'setting not usable',
  superseded: 'replaced by a newer choice',
  'not-running': 'studio stopped',
  'unsupported-browser': 'browser not supported',
  internal: 'fault in Everframe',
};

export function causeWords(code: ErrorCode): string {
  return CAUSES[code];
}

function text(facts: ErrorFacts, keys: readonly string[], otherwise: string): string {
  for (const key of keys) {
    const value = facts[key];
    if (value !== undefined && value !== '') return String(value);
  }
  return otherwise;
}

const AGAIN = { kind: 'retry', label: 'Try again' } as const;
const OPEN_FILE = { kind: 'open-file', label: 'Open a file' } as const;
const OTHER_FILE = { kind: 'open-file', label: 'Choose a file' } as const;
const OTHER_PICTURE = { kind: 'choose-picture', label: 'Choose a picture' } as const;
const OTHER_CAMERA = { kind: 'other-camera', label: 'Use another camera' } as const;

type Flaw = readonly [what: string, todo: string];
const FILE_GONE: Flaw = ['could not be read.', 'Check that it is still there, or choose another file.'];
const FILE_FLAWS: Readonly<Record<string, Flaw>> = {
  empty: ['is empty.', 'Choose another file, or copy it once more.'],
  'no-picture': ['has sound but no picture.', 'Choose a file with a picture.'],
  damaged: ['could not be read.', 'It is damaged, or neither MP4, MOV nor WebM. Choose another file.'],
};

type Parts = Omit<ErrorWords, 'code' | 'name' | 'still' | 'needsYou'> &
  Partial<Pick<ErrorWords, 'still' | 'name' | 'needsYou'>>;

function modelParts(why: string): Parts {
  return {
    name: 'Model missing',
    what: `The person model could not be loaded: ${why}.`,
    todo: 'Load it again.',
    action: { kind: 'retry', label: 'Load again' },
  };
}

function parts(code: ErrorCode, scene: ErrorScene): Parts {
  const { facts, browser, viewers } = scene;
  const label = text(facts, ['label', 'device'], 'your camera');
  const Label = label === 'your camera' ? 'Your camera' : label;
  const name = text(facts, ['name', 'file', 'label'], 'This file');
  const at = scene.sinceMs === undefined ? '' : ` at ${clock(scene.sinceMs)}`;
  const again = scene.retrying === true ? ' We keep trying.' : '';
  switch (code) {
    case 'camera-denied':
      return {
        what: `${browser} is not allowed to use your camera on this page.`,
        still: `${viewers} Files, screens and every effect work.`,
        todo: 'Click the icon left of the address, switch Camera on, then try again.',
        action: AGAIN,
      };
    case 'camera-busy':
      return {
        what: `Another program is using ${label}.`,
        todo: `Close the other program or OBS source that shows this camera.${again}`,
        action: { kind: 'retry', label: 'Try now' },
      };
    case 'camera-missing':
      return {
        what: 'No camera was found.',
        still: `${viewers} Files and screens work.`,
        todo: 'Connect a camera; the list updates by itself.',
        action: OPEN_FILE,
      };
    case 'camera-unplugged':
      return {
        what: `${Label} was unplugged${at}.`,
        todo: 'Plug it in again; it comes back by itself.',
        action: scene.otherCamera === true ? OTHER_CAMERA : OPEN_FILE,
      };
    case 'camera-constraints': {
      const { width, height, fps } = facts;
      const asked =
        typeof width === 'number' && typeof height === 'number' ? ` ${pictureSize(width, height)}` : ' that size';
      const rate = typeof fps === 'number' ? ` at ${withUnit(fps, 'fps')}` : '';
      return {
        name: 'Size not possible',
        what: `${Label} cannot send${asked}${rate}.`,
        todo: 'Choose another size or rate.',
        action: null,
      };
    }
    case 'screen-denied':
      return {
        name: 'No screen shared',
        what: 'No screen or window was shared.',
        todo: `Choose one in the list that ${browser} shows.`,
        action: { kind: 'share-screen', label: 'Share a screen' },
      };
    case 'file-unreadable': {
      const [what, todo] = FILE_FLAWS[text(facts, ['flaw'], 'gone')] ?? FILE_GONE;
      return { name: 'File unreadable', what: `${name} ${what}`, todo, action: OTHER_FILE };
    }
    case 'file-unsupported': {
      const codec = text(facts, ['codec', 'format'], '');
      return {
        name: 'File not playable',
        what: `${name} uses a video format that ${browser} cannot play${codec === '' ? '' : ` (${codec})`}.`,
        todo: 'Convert it to MP4 with H.264, or choose another file.',
        action: OTHER_FILE,
      };
    }
    case 'picture-unreadable':
      return {
        name: 'Picture unreadable',
        what: name === 'This file' ? 'This picture could not be read.' : `${name} could not be read.`,
        still: 'The background stays as it was.',
        todo: 'Choose a JPEG, PNG or WebP.',
        action: OTHER_PICTURE,
      };
    case 'picture-too-large':
      return {
        name: 'Picture too large',
        what: `${name} is too large to work with.`,
        still: 'The background stays as it was.',
        todo: 'Choose a smaller picture; 4K is plenty.',
        action: OTHER_PICTURE,
      };
    case 'model-missing':
      return modelParts('the file is not there');
    case 'model-hash':
      return modelParts('the file is not the one we expect');
    case 'model-unreadable':
      return modelParts('the file is not a model we can read');
    case 'model-contract':
      return modelParts('it does not take the picture we give it');
    case 'model-run':
      return {
        ...modelParts(''),
        name: 'Model stopped',
        what: `The person model stopped${at}.`,
        action: { kind: 'retry', label: 'Start it again' },
        todo: 'Start it again.',
      };
    case 'gpu-missing':
      return {
        name: 'No graphics card',
        what: 'This browser gives no access to the graphics card.',
        still: `${viewers} Everything works, on the processor.`,
        todo: `Update ${browser}, or switch on "Use graphics acceleration" in its settings.`,
        action: null,
        needsYou: false,
      };
    case 'gpu-lost':
      return {
        name: 'Restarting',
        what: `The graphics card was reset${at}.`,
        still: `${viewers} The engine restarts, about ${withUnit(2, 's')}.`,
        todo: 'Nothing. If it happens again, close what else uses the graphics card.',
        action: null,
        needsYou: false,
      };
    case 'worker-died':
      return {
        name: 'Restarting',
        what: `A part of the engine stopped${at} and is starting again.`,
        todo: 'Nothing. It comes back by itself.',
        action: null,
        needsYou: false,
      };
    case 'engine-failed':
      return { name: 'Engine stopped', what: `The engine stopped${at}.`, todo: 'Start it again.', action: AGAIN };
    case 'setting-invalid':
      return {
        name: 'Not usable',
        what: `${text(facts, ['field', 'name'], 'A setting')} cannot be set to that.`,
        still: 'Nothing was changed.',
        todo: 'Choose another value.',
        action: null,
      };
    case 'not-running':
      return {
        name: 'Stopped',
        what: 'The studio is stopped.',
        todo: 'Start it again.',
        action: { kind: 'start', label: 'Start' },
      };
    case 'unsupported-browser':
      return {
        name: 'Not supported',
        what: 'This browser lacks what Everframe is made of.',
        still: 'Nothing was opened.',
        todo: 'Use a current Chrome or Edge on a computer.',
        action: null,
      };
    case 'superseded':
      return {
        name: 'Replaced',
        what: 'A newer choice took its place.',
        todo: 'Nothing.',
        action: null,
        needsYou: false,
      };
    case 'internal':
      return {
        name: 'Fault',
        what: 'Something in Everframe failed.',
        todo: 'Try again. If it stays, reload the page.',
        action: AGAIN,
      };
  }
}

function upper(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The words for `code` in the scene it happened in. */
export function errorWords(code: ErrorCode, scene: ErrorScene): ErrorWords {
  const chosen = parts(code, scene);
  const hidden = code.startsWith('model-') && scene.roomHidden ? ' Your room stays hidden.' : '';
  return {
    code,
    name: chosen.name ?? upper(causeWords(code)),
    what: chosen.what,
    still: chosen.still ?? scene.viewers + hidden,
    todo: chosen.todo,
    action: chosen.action,
    needsYou: chosen.needsYou ?? true,
  };
}
