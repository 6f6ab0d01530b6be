// Ways to break the promise that nothing raw leaves, as search and replace in the source, each with the smallest test that
// has to notice. Where one place hides another's mistake, a mutant breaks both.

/**
 * @typedef {{ file: string, search: string, replace: string }} Edit
 * @typedef {{ part: 'unit' | 'browser' | 'webgpu' | 'e2e', test: string, title?: string }} Proof
 *   `test`: a file of tests, of which `title` is one; for `e2e` the title in tests/e2e/privacy.spec.ts
 * @typedef {{ name: string, edits: Edit[], proof: Proof }} Mutant
 */

const GATE = 'src/pipeline/gate.ts';
const LOOK = 'src/pipeline/choose-look.ts';
const OUTPUT = 'src/outputs/dom/program-output.ts';
const EPOCH_GATE = 'src/frames/epoch-gate.ts';
const PROGRAM = 'src/services/program-service.ts';
const LOOP = 'src/services/loop-service.ts';
const ROOM = 'src/app/engine-room.ts';
const DESK = 'src/app/background-desk.ts';

/** @type {Edit} */
const GATE_LETS_RAW = {
  file: GATE,
  search: "return !hidesRoom(settings.background) || picture.look.behind.kind !== 'source';",
  replace: 'return true;',
};
/** @type {Edit} */
const LOOK_IS_RAW = {
  file: LOOK,
  search: "return { look: { behind: instead, person: 'hidden' }, standIn: true };",
  replace: "return { look: { behind: { kind: 'source' }, person: 'masked' }, standIn: instead === null };",
};
/** @type {Edit} */
const PROGRAM_KEEPS = {
  file: PROGRAM,
  search: 'if (kept && kept.origin.privacyEpoch < next) {',
  replace: 'if (kept && next < 0) {',
};
/** @type {Edit} */
const FADE_LETS_OLD = {
  file: 'src/fallback/cross-fade.ts',
  search: 'if (passed.epoch < oldest) {',
  replace: 'if (passed.epoch < -1) {',
};
/** @type {Edit} */
const CANVAS_TAKES_OLD = {
  file: OUTPUT,
  search: 'const isShown = privacyEpoch >= epoch;',
  replace: 'const isShown = privacyEpoch >= epoch - 100;',
};
/** @type {Edit} */
const TRACK_TAKES_OLD = {
  file: EPOCH_GATE,
  search: 'if (epoch < Atomics.load(words, EPOCH)) return false;',
  replace: 'if (epoch < Atomics.load(words, EPOCH) - 100) return false;',
};

/** @type {(test: string) => Proof} */
const unit = (test) => ({ part: 'unit', test: `tests/${test}.unit.test.ts` });
/** @type {Proof} */
const epochs = { part: 'browser', test: 'tests/pipeline/epochs.browser.test.ts' };
/** @type {(test: string) => Proof} */
const onAir = (test) => ({ part: 'e2e', test });

/** @type {readonly Mutant[]} */
export const MUTANTS = [
  { name: 'the gate lets the source through', edits: [GATE_LETS_RAW], proof: unit('pipeline/gate') },
  {
    name: 'the gate lets older epochs through',
    edits: [
      {
        file: GATE,
        search: 'if (picture.origin.privacyEpoch !== settings.privacyEpoch) return false;',
        replace: '',
      },
    ],
    proof: unit('pipeline/gate'),
  },
  { name: 'without a net the frame is shown as it is', edits: [LOOK_IS_RAW], proof: unit('pipeline/gate') },
  {
    name: 'a picture that does not decode brings the room back while another is on its way',
    edits: [
      { file: DESK, search: 'if (isNewest() && host.now() !== settled)', replace: 'if (host.now() !== settled)' },
    ],
    proof: unit('app/background-desk'),
  },
  {
    name: 'the room is shown until the picture over it is decoded',
    edits: [{ file: DESK, search: 'if (!hidesRoom(host.now())) show(', replace: 'if (hidesRoom(host.now())) show(' }],
    proof: unit('app/background-desk'),
  },
  {
    name: 'a background that hides more does not count as one',
    edits: [
      {
        file: 'src/config/background.ts',
        search: 'return concealment(after) > concealment(before);',
        replace: 'return concealment(after) > concealment(before) + 100;',
      },
    ],
    proof: unit('config/background'),
  },
  {
    name: 'the picture that waits at the gate still goes',
    edits: [
      {
        file: GATE,
        search: 'program?.drop((packet) => packet.origin.privacyEpoch !== next.privacyEpoch);',
        replace: '',
      },
    ],
    proof: epochs,
  },
  {
    name: 'the program goes on showing the held picture, and the fade lets it by',
    edits: [PROGRAM_KEEPS, FADE_LETS_OLD],
    proof: epochs,
  },
  {
    name: 'the picture that waits at the program still goes',
    edits: [{ file: PROGRAM, search: 'track?.drop((packet) => packet.privacyEpoch < next);', replace: '' }],
    proof: epochs,
  },
  {
    name: 'the program takes a late picture, and the fade lets it by',
    edits: [
      { file: PROGRAM, search: 'if (origin.privacyEpoch < epoch) {', replace: 'if (origin.privacyEpoch < 0) {' },
      FADE_LETS_OLD,
    ],
    proof: epochs,
  },
  {
    name: 'the program goes on with a loop of older pictures, and the fade lets it by',
    edits: [{ file: PROGRAM, search: 'player?.forget(next);', replace: '' }, FADE_LETS_OLD],
    proof: epochs,
  },
  {
    name: 'the program takes a loop of older pictures that comes late, and the fade lets it by',
    edits: [
      {
        file: PROGRAM,
        search: 'if (privacyEpoch !== null && privacyEpoch < epoch) readFeed(feed).cancel();',
        replace: 'if (privacyEpoch === -1) readFeed(feed).cancel();',
      },
      FADE_LETS_OLD,
    ],
    proof: epochs,
  },
  {
    name: 'the loop worker keeps its ring and its loop',
    edits: [
      {
        file: LOOP,
        search: 'if (last && last.origin.privacyEpoch < next) startRun();',
        replace: '',
      },
      {
        file: LOOP,
        search: 'if (kept && kept.info.privacyEpoch < next) kept = null;',
        replace: '',
      },
    ],
    proof: { part: 'browser', test: 'tests/loop/loop.browser.test.ts' },
  },
  {
    name: 'the loop worker plays on what it may not',
    edits: [
      {
        file: LOOP,
        search: 'for (const one of [...playing]) if (one.epoch < next) one.end();',
        replace: '',
      },
    ],
    proof: { part: 'browser', test: 'tests/loop/loop.browser.test.ts' },
  },
  {
    name: 'a loop of the raw room is taken for one that hides it',
    edits: [
      { file: PROGRAM, search: 'now?.epoch ?? Infinity', replace: 'Infinity' },
      { file: PROGRAM, search: 'player?.forget(next);', replace: '' },
      { file: LOOP, search: 'for (const one of [...playing]) if (one.epoch < next) one.end();', replace: '' },
      { file: LOOP, search: 'if (kept && kept.info.privacyEpoch < next) kept = null;', replace: '' },
    ],
    proof: onAir('effect switched on while a loop of the raw room is on air'),
  },
  { name: 'the track takes a late picture', edits: [TRACK_TAKES_OLD], proof: epochs },
  {
    name: 'the page does not wait for a picture that is leaving',
    edits: [
      {
        file: EPOCH_GATE,
        search: 'while (Atomics.load(words, LEAVING) === 1) if (performance.now() > untilMs) return false;',
        replace: 'void untilMs;',
      },
    ],
    proof: { part: 'browser', test: 'tests/frames/epoch-gate.browser.test.ts' },
  },
  {
    name: 'a writer that stops on the way keeps its track',
    edits: [{ file: OUTPUT, search: 'if (!now.gate.raise(next)) replace();', replace: 'now.gate.raise(next);' }],
    proof: { part: 'browser', test: 'tests/outputs/program-output.browser.test.ts' },
  },
  { name: 'the canvas takes a late picture', edits: [CANVAS_TAKES_OLD], proof: epochs },
  {
    name: 'a GPU that reported an error is believed',
    edits: [
      {
        file: 'src/compositor/webgpu/webgpu-engine.ts',
        search: 'if (this.#parts.gpu.errorCount() !== errorsBefore) {',
        replace: 'if (this.#parts.gpu.errorCount() < errorsBefore) {',
      },
    ],
    proof: {
      part: 'webgpu',
      test: 'tests/webgpu/device-and-ownership.webgpu.test.ts',
      title: 'an error of the GPU',
    },
  },
  {
    name: 'the source is shown while the net loads',
    edits: [LOOK_IS_RAW, GATE_LETS_RAW],
    proof: onAir('slow model load'),
  },
  {
    name: 'a fresh worker begins with no effect',
    edits: [
      {
        file: ROOM,
        search: 'if (settings) target.apply(settings);',
        replace: "if (settings) target.apply(deaths > 0 ? { ...settings, background: { mode: 'off' } } : settings);",
      },
    ],
    proof: onAir('vision worker killed'),
  },
  {
    name: 'a page that is loaded again forgets the effect',
    edits: [
      {
        file: 'src/app/choices.ts',
        search: 'return saved.background;',
        replace:
          "return performance.getEntriesByType('navigation')[0]?.type === 'reload' ? { mode: 'off' } : saved.background;",
      },
    ],
    proof: onAir('page reloaded'),
  },
  {
    name: 'switching an effect on begins no new epoch',
    edits: [{ file: 'src/app/picture-wishes.ts', search: '(conceals ? 1 : 0)', replace: '0' }],
    proof: onAir('effect switched on while a raw picture is held'),
  },
  {
    name: 'the held picture outlives the effect, the fade lets it by, and the gate believes the program',
    edits: [PROGRAM_KEEPS, FADE_LETS_OLD, TRACK_TAKES_OLD],
    proof: onAir('effect switched on while a raw picture is held'),
  },
];
