// Pixels as planes, plainly: for pictures that are drawn beforehand. Live ones go by the kernels. Pure.

/** RGBA to I420, BT.709, limited range; each chroma sample is the mean of its four pixels. Sides are even. */
export function toI420(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array((width * height * 3) / 2);
  const u = width * height;
  const v = u + u / 4;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < 4; k++) {
        const pixel = (y + (k >> 1)) * width + x + (k & 1);
        const r = rgba[pixel * 4] ?? 0;
        const g = rgba[pixel * 4 + 1] ?? 0;
        const b = rgba[pixel * 4 + 2] ?? 0;
        out[pixel] = Math.round(16 + (219 / 255) * (0.2126 * r + 0.7152 * g + 0.0722 * b));
        red += r / 4;
        green += g / 4;
        blue += b / 4;
      }
      const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const at = ((y / 2) * width) / 2 + x / 2;
      out[u + at] = Math.round(128 + ((224 / 255) * (blue - luma)) / 1.8556);
      out[v + at] = Math.round(128 + ((224 / 255) * (red - luma)) / 1.5748);
    }
  }
  return out;
}
