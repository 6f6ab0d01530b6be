// Notices that the browser draws the page at half the screen's rate to save the battery (Chrome's Energy Saver). Only this
// page is slower then: the program keeps its own clock in a worker.

const EVERY_MS = 20_000;
const TURNS = 40;
const HALF_RATE_MS = 1000 / 30;

interface Battery {
  readonly charging: boolean;
}

/** Pure. A page that is merely busy is uneven, and a charged machine has no energy saver. */
export function isHalved(intervalsMs: readonly number[], onBattery: boolean): boolean {
  if (!onBattery || intervalsMs.length < 10) return false;
  const sorted = [...intervalsMs].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return Math.abs(at(0.5) - HALF_RATE_MS) < 2 && at(0.9) - at(0.1) < 6;
}

function measure(): Promise<number[]> {
  return new Promise((resolve) => {
    const intervals: number[] = [];
    let last: number | null = null;
    const turn = (now: number) => {
      if (last !== null) intervals.push(now - last);
      last = now;
      if (intervals.length < TURNS && !document.hidden) requestAnimationFrame(turn);
      else resolve(intervals);
    };
    requestAnimationFrame(turn);
  });
}

/** Calls back with each look; answers the stopper. Browsers that tell nothing of the battery are left alone. */
export function watchEnergySaver(onLook: (halved: boolean) => void): () => void {
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  if (getBattery === undefined) return () => undefined;
  const look = async () => {
    const { charging } = await getBattery.call(navigator);
    onLook(!charging && !document.hidden && isHalved(await measure(), true));
  };
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS);
  return () => clearInterval(timer);
}
