// Person models in words: every refusal says what happened, what still works and what to do.
import { describe, expect, it } from 'vitest';
import { EverframeError, type ErrorCode, type ErrorFacts } from '../../src/base/errors';
import { modelTrouble, trialWords } from '../../src/ui/words/models';

const read = (text: string) => text.replaceAll('\u00a0', ' ');
const told = (code: ErrorCode, facts: ErrorFacts) =>
  modelTrouble(new EverframeError(code, 'as logs have it', { facts }), 'portrait.onnx');

describe('a model that is refused', () => {
  it.each<[ErrorCode, ErrorFacts, RegExp, RegExp]>([
    ['model-unreadable', { flaw: 'unreadable', name: 'notes.txt' }, /notes.txt is not a model we can read/, /\.onnx/],
    ['model-unreadable', { flaw: 'empty' }, /is empty/, /another file/],
    ['model-unreadable', { flaw: 'too-large', bytes: 5e8, most: 1e8 }, /500 MB, at most 100 MB/, /smaller/],
    ['model-unreadable', { flaw: 'external' }, /weights in another file/, /one \.onnx file/],
    ['model-contract', { flaw: 'inputs', count: 5, names: 'src, r1i' }, /5 inputs \(src, r1i\)/, /a picture alone/],
    ['model-contract', { flaw: 'type', name: 'data', type: 'float16' }, /data is float16/, /float32/],
    ['model-contract', { flaw: 'picture-out' }, /outlines nobody/, /person from the room/],
    ['model-contract', { flaw: 'everything' }, /viewers would see it/, /another channel/],
    ['model-missing', { flaw: 'no-answer', host: 'models.example' }, /models.example gave no answer/, /CORS/],
    ['model-missing', { flaw: 'status', host: 'models.example', status: 404 }, /404/, /address/],
    ['model-hash', {}, /not the file we expect/, /Nothing was kept/],
    ['model-run', {}, /stopped when it was run/, /another model/],
    ['internal', { flaw: 'full' }, /no room/, /Free some space/],
  ])('%s %o', (code, facts, what, todo) => {
    const { title, text } = told(code, facts);
    expect(read(title)).toMatch(what);
    expect(text).toMatch(/^Your picture goes on with the model it had\. /);
    expect(read(text)).toMatch(todo);
    expect(title + text).not.toContain(code);
  });
});

it('a trial that sees nobody, or everything, says what may be wrong', () => {
  expect(read(trialWords(0.31).text)).toContain('31 % of the picture is the person');
  expect(trialWords(0.31).isDoubtful).toBe(false);
  expect(trialWords(0.001).text).toContain('order of colours');
  expect(trialWords(0.97).text).toContain('channel');
});
