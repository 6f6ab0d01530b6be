// What animation frames tell of the page, and what they do not; time is an argument.
import { expect, it } from 'vitest';
import { PageRhythm } from '../../src/scheduler/page-rhythm';

function createPage() {
  const rhythm = new PageRhythm();
  let nowMs = 0;
  rhythm.shown(true);
  return {
    rhythm,
    draw: (frames: number, everyMs: (nth: number) => number) => {
      for (let nth = 0; nth < frames; nth++) rhythm.frame((nowMs += everyMs(nth)));
    },
  };
}

it('says nothing before it has seen enough', () => {
  const { rhythm, draw } = createPage();
  draw(60, () => 16.7);
  expect(rhythm.state).toBe('unknown');
  expect(rhythm.fps).toBeNull();
  draw(60, () => 16.7);
  expect(rhythm.state).toBe('even');
  expect(rhythm.fps).toBeCloseTo(59.9, 1);
});

it('knows an energy saver, which leaves out every second picture evenly, from a page that is late', () => {
  const { rhythm, draw } = createPage();
  draw(200, () => 16.7);
  draw(200, () => 33.4);
  expect(rhythm.state).toBe('halved');
  draw(200, (nth) => (nth % 3 === 0 ? 70 : 16.7));
  expect(rhythm.state).toBe('late');
  draw(200, () => 16.7);
  expect(rhythm.state).toBe('even');
});

it('counts nothing while the page is behind another, nor its first pictures after', () => {
  const { rhythm, draw } = createPage();
  draw(200, () => 16.7);
  rhythm.shown(false);
  draw(200, () => 500);
  expect(rhythm.state).toBe('unknown');
  rhythm.shown(true);
  draw(10, () => 300);
  draw(100, () => 16.7);
  expect(rhythm.state).toBe('even');
});

it('takes a long gap, a clock set back and a time that is none for no rhythm', () => {
  const { rhythm, draw } = createPage();
  draw(200, () => 16.7);
  rhythm.frame(NaN);
  draw(3, () => 5000);
  draw(3, () => -100);
  draw(60, () => 16.7);
  expect(rhythm.state).toBe('even');
});

it('is told in looks of half a second with rests between them, and sees a page that is late in the second of them', () => {
  const { rhythm, draw } = createPage();
  const look = (everyMs: number) => {
    draw(1, () => 1500);
    draw(29, () => everyMs);
  };
  for (let n = 0; n < 4; n++) look(16.7);
  expect(rhythm.state).toBe('even');
  look(50);
  look(50);
  expect(rhythm.state).toBe('late');
  for (let n = 0; n < 3; n++) look(16.7);
  expect(rhythm.state).toBe('even');
});
