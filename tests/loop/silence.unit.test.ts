// When pictures stop coming, that is said: soon, once, and not because the thread itself had no time for them.
import { expect, it } from 'vitest';
import { listenForSilence } from '../../src/loop/silence';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const listen = () => {
  let told = 0;
  const silence = listenForSilence(() => (told += 1));
  let timeUs = 0;
  return { ...silence, picture: () => silence.heard((timeUs += 33_333)), told: () => told };
};

it('pictures come, and then none: it is said once', async () => {
  const silence = listen();
  for (let n = 0; n < 10; n++) {
    silence.picture();
    await sleep(20);
  }
  expect(silence.told()).toBe(0);
  await sleep(500);
  expect(silence.told()).toBe(1);
  silence.close();
});

it('the thread is busy for a while, and pictures wait meanwhile: nothing is said', async () => {
  const silence = listen();
  silence.picture();
  silence.picture();
  for (const until = performance.now() + 300; performance.now() < until;);
  // What waited comes after the timer that is due.
  await sleep(10);
  silence.picture();
  await sleep(50);
  expect(silence.told()).toBe(0);
  await sleep(300);
  expect(silence.told(), 'and then there really is none').toBe(1);
  silence.close();
});
