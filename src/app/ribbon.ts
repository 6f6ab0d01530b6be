// The memory of the show: what viewers saw over the last ten minutes. Pure; time is an argument.
import type { ErrorCode } from '../base/errors';
import type { OnAir, RibbonPart } from './studio-snapshot';

export const RIBBON_MS = 10 * 60_000;

export function createRibbon() {
  let parts: RibbonPart[] = [];
  return {
    /** `byUser`: held because the person wished so, which is no fault. */
    note(onAir: OnAir, nowMs: number, cause: ErrorCode | null, byUser = false): void {
      const last = parts.at(-1);
      if (last?.onAir === onAir && last.byUser === byUser) return;
      if (last) parts[parts.length - 1] = { ...last, toMs: nowMs };
      parts.push({ onAir, fromMs: nowMs, toMs: null, cause, byUser });
      parts = parts.filter((part) => part.toMs === null || part.toMs > nowMs - RIBBON_MS);
    },
    parts: (): readonly RibbonPart[] => parts,
  };
}
