// Mixes two pictures of the same format, byte for byte: the cross-fade at the seam, on the planes as they are.

/** A share of `over` on `under`, written to `under`. Both are whole pictures of one layout. */
export function blendBytes(under: Uint8Array, over: Uint8Array, share: number): void {
  const weight = Math.round(Math.min(1, Math.max(0, share)) * 256);
  const rest = 256 - weight;
  for (let n = 0; n < under.length; n++) under[n] = ((under[n] ?? 0) * rest + (over[n] ?? 0) * weight + 128) >> 8;
}
