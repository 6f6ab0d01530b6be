import { expect, test } from 'vitest';
import { createWatchdog } from '../../src/app/watchdog';

test('a worker that says nothing is seen to be silent, look by look', () => {
  const watchdog = createWatchdog(0);
  watchdog.heard(100);
  expect(watchdog.look(300)).toBe(200);
  expect(watchdog.look(500)).toBe(400);
  watchdog.heard(510);
  expect(watchdog.look(520)).toBe(10);
});

test('a page that was busy for three seconds blames nobody: the messages are still in the queue', () => {
  const watchdog = createWatchdog(0);
  watchdog.heard(100);
  expect(watchdog.look(3100)).toBeLessThan(400);
  watchdog.heard(3101);
  expect(watchdog.look(3102)).toBe(1);
});
