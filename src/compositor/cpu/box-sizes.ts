// Which boxes, run several times, spread as a gaussian does. Pure.

/**
 * Radius and end weight of a box whose `passes` runs have the variance that is still missing: shrinking by `factor`
 * (a box) and stretching back (a tent) spread too, and count. Gwosdek et al. 2011, "extended box".
 * @param sigma in small pixels
 * @param most the largest window that fits
 */
export function boxesFor(
  sigma: number,
  factor: number,
  passes: number,
  most: number,
): { radius: number; ends: number } {
  const shrinking = (1 - 1 / (factor * factor)) / 12;
  const stretching = 1 / 6;
  const variance = Math.max(sigma * sigma - shrinking - stretching, 0) / passes;
  const radius = Math.floor((Math.sqrt(1 + 12 * variance) - 1) / 2);
  if (radius + 1 >= most) return { radius: Math.max(most - 1, 0), ends: 0 };
  const span = 2 * radius + 1;
  const ends = (span * (variance - (radius * (radius + 1)) / 3)) / (2 * ((radius + 1) ** 2 - variance));
  return { radius, ends };
}
