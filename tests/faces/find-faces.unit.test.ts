// What the finder's numbers mean, with numbers written by hand.
import { expect, test } from 'vitest';
import { anchorsOf, findFaces, probabilityOf } from '../../src/faces/find-faces';
import { FINDER } from './node-reader';

const anchors = anchorsOf(FINDER);
const COUNT = anchors.length / 2;

/** Nobody anywhere but at these anchors. */
function answer(seen: { anchor: number; score: number; numbers?: number[] }[]) {
  const boxes = new Float32Array(COUNT * 16);
  const scores = new Float32Array(COUNT).fill(-100);
  for (const { anchor, score, numbers = [] } of seen) {
    scores[anchor] = score;
    boxes.set(numbers, anchor * 16);
  }
  return findFaces(boxes, scores, anchors, FINDER);
}

test('896 anchors: two in each of 16 by 16 cells, then six in each of 8 by 8, row by row', () => {
  expect(COUNT).toBe(896);
  expect([...anchors.subarray(0, 6)]).toEqual([4, 4, 4, 4, 12, 4]);
  expect([...anchors.subarray(32 * 2, 32 * 2 + 2)]).toEqual([4, 12]);
  expect([...anchors.subarray(512 * 2, 512 * 2 + 2)]).toEqual([8, 8]);
  expect([...anchors.subarray(518 * 2, 518 * 2 + 2)]).toEqual([24, 8]);
  expect([...anchors.subarray(-2)]).toEqual([120, 120]);
});

test('an empty picture has no face', () => {
  expect(answer([])).toEqual([]);
  expect(answer([{ anchor: 40, score: -0.1, numbers: [0, 0, 30, 30] }])).toEqual([]);
});

test('a face is as far from its anchor as it says, and so are its points', () => {
  const numbers = [2, -3, 40, 44, -8, -9, 9, -8, ...Array<number>(8).fill(1)];
  const [face, ...others] = answer([{ anchor: 600, score: 2, numbers }]);
  const [x = 0, y = 0] = anchors.subarray(1200, 1202);
  expect(others).toEqual([]);
  const close = (number: number) => expect.closeTo(number, 5) as number;
  expect(face?.box).toEqual({ x: close(x + 2), y: close(y - 3), width: close(40), height: close(44) });
  expect(face?.points).toHaveLength(6);
  expect(face?.points.slice(0, 2)).toEqual([
    { x: close(x - 8), y: close(y - 9) },
    { x: close(x + 9), y: close(y - 8) },
  ]);
  expect(face?.score).toBeCloseTo(0.8808, 4);
});

test('anchors that see the same face are one, averaged by how sure they are; the score is that of the surest', () => {
  const faces = answer([
    { anchor: 600, score: 3, numbers: [0, 0, 40, 40] },
    { anchor: 601, score: 0, numbers: [4, 0, 44, 40] },
    { anchor: 0, score: 1, numbers: [0, 0, 10, 10] },
  ]);
  const [x = 0] = anchors.subarray(1200, 1201);
  const [best, half] = [probabilityOf(3, 'logit'), 0.5];
  expect(faces).toHaveLength(2);
  expect(faces[0]?.score).toBeCloseTo(best, 5);
  expect(faces[0]?.box.x).toBeCloseTo(x + (4 * half) / (best + half), 4);
  expect(faces[0]?.box.width).toBeCloseTo((40 * best + 44 * half) / (best + half), 4);
  expect(faces[1]?.box).toEqual({ x: 4, y: 4, width: 10, height: 10 });
});

test('numbers without measure stay numbers: huge scores, boxes without an area', () => {
  expect(probabilityOf(3e4, 'logit')).toBe(1);
  expect(probabilityOf(-3e4, 'logit')).toBeGreaterThan(0);
  expect(
    answer([
      { anchor: 5, score: 3e4 },
      { anchor: 6, score: 50 },
    ]),
  ).toHaveLength(2);
});
