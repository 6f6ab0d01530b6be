// Loads the kernel module and gives it types. In charge of turning bytes into callable kernels, nothing else: who
// places what in its memory is arena.ts, what the kernels mean is said in assembly/.
/** An address in the kernels' memory. */
export type Address = number;

/** The exports of the module; each is documented at its source in `assembly/`. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): Address;
  resample(
    src: Address,
    srcStride: number,
    rowBytes: number,
    dst: Address,
    dstStride: number,
    dstWidth: number,
    dstHeight: number,
    xStarts: Address,
    xWeights: Address,
    xTaps: number,
    step: number,
    yStarts: Address,
    yWeights: Address,
    yTaps: number,
    line: Address,
  ): void;
  shrinkBy(factor: 2 | 4, src: Address, srcStride: number, dst: Address, dstWidth: number, dstHeight: number): void;
  copyPlane(
    src: Address,
    srcStride: number,
    dst: Address,
    dstStride: number,
    width: number,
    height: number,
    mirror: number,
  ): void;
  splitPairs(
    src: Address,
    srcStride: number,
    first: Address,
    second: Address,
    dstStride: number,
    width: number,
    height: number,
    mirror: number,
  ): void;
  turnPlane(
    src: Address,
    srcStride: number,
    step: 1 | 2,
    width: number,
    height: number,
    dst: Address,
    dstStride: number,
    quarters: 1 | 2 | 3,
  ): void;
  rgbaToPlanes(
    src: Address,
    srcStride: number,
    width: number,
    height: number,
    y: Address,
    yStride: number,
    u: Address,
    v: Address,
    uvStride: number,
    coefficients: Address,
  ): void;
  planesToRgba(
    y: Address,
    yStride: number,
    u: Address,
    v: Address,
    uvStride: number,
    alpha: Address,
    alphaStride: number,
    width: number,
    height: number,
    dst: Address,
    coefficients: Address,
  ): void;
  flattenOnBlack(pixels: Address, count: number): void;
  planesToTensor(
    y: Address,
    u: Address,
    v: Address,
    count: number,
    dst: Address,
    nhwc: number,
    coefficients: Address,
  ): void;
  remapPlanes(
    y: Address,
    u: Address,
    v: Address,
    width: number,
    height: number,
    toY: Address,
    toU: Address,
    toV: Address,
    coefficients: Address,
  ): void;
  boxRows(
    src: Address,
    dst: Address,
    width: number,
    height: number,
    radius: number,
    ends: number,
    times: number,
    lineA: Address,
    lineB: Address,
  ): void;
  boxColumns(
    src: Address,
    dst: Address,
    width: number,
    height: number,
    radius: number,
    ends: number,
    sums: Address,
    zeros: Address,
  ): void;
  discSums(src: Address, width: number, height: number, pad: number, sums: Address, smooth: Address): void;
  discs(sums: Address, width: number, height: number, pad: number, halves: Address, rows: number, dst: Address): void;
  sigmoid(values: Address, count: number): void;
  pictureChange(
    y: Address,
    u: Address,
    v: Address,
    wasY: Address,
    wasU: Address,
    wasV: Address,
    count: number,
    change: Address,
  ): void;
  steady(
    fresh: Address,
    state: Address,
    change: Address,
    count: number,
    share: Address,
    least: number,
    low: number,
    high: number,
    still: number,
    moved: number,
  ): void;
  blockMotion(
    y: Address,
    u: Address,
    v: Address,
    wasY: Address,
    wasU: Address,
    wasV: Address,
    width: number,
    height: number,
    still: number,
    vectors: Address,
    rest: Address,
  ): void;
  moveAlong(state: Address, width: number, height: number, vectors: Address, strange: number, moved: Address): void;
  sure(state: Address, count: number, low: number, high: number, person: Address, room: Address): void;
  guidedProducts(
    y: Address,
    u: Address,
    v: Address,
    mask: Address,
    count: number,
    means: Address,
    withMask: Address,
    squares: Address,
    last: Address,
  ): void;
  guidedModel(
    means: Address,
    withMask: Address,
    squares: Address,
    last: Address,
    mask: Address,
    person: Address,
    room: Address,
    width: number,
    height: number,
    radius: number,
    epsilon: number,
  ): void;
  guidedNumbers(src: Address, width: number, height: number, radius: number, dst: Address): void;
  guidedAlpha(
    luma: Address,
    cb: Address,
    cr: Address,
    width: number,
    height: number,
    numbers: Address,
    person: Address,
    room: Address,
    share: Address,
    lowWidth: number,
    xStarts: Address,
    xFractions: Address,
    yStarts: Address,
    yFractions: Address,
    low: number,
    high: number,
    alpha: Address,
    lines: Address,
  ): void;
  fringeWeights(
    y: Address,
    u: Address,
    v: Address,
    mask: Address,
    width: number,
    height: number,
    people: Address,
    room: Address,
  ): void;
  fringeCover(src: Address, count: number, cover: Address): void;
  fringeBytes(src: Address, cover: Address, count: number, y: Address, u: Address, v: Address, weight: Address): void;
  putBefore(
    plane: Address,
    alpha: Address,
    width: number,
    height: number,
    behind: Address,
    value: number,
    isCut: number,
    people: Address,
    peopleWeight: Address,
    room: Address,
    roomWeight: Address,
    wrap: Address,
    wrapShare: number,
    lowWidth: number,
    xStarts: Address,
    xFractions: Address,
    yStarts: Address,
    yFractions: Address,
    lines: Address,
  ): void;
  largestAlpha(
    alpha: Address,
    width: number,
    height: number,
    factor: number,
    dst: Address,
    dstWidth: number,
    dstHeight: number,
    line: Address,
  ): void;
  widen3x3(src: Address, dst: Address, width: number, height: number): void;
  weigh(y: Address, u: Address, v: Address, alpha: Address, count: number, dst: Address, steepness: number): void;
  push(src: Address, width: number, height: number, dst: Address): void;
  pull(above: Address, width: number, height: number, dst: Address, share: number): void;
  crown(pixel: Address, luma: number): void;
  settle(src: Address, count: number, y: Address, u: Address, v: Address): void;
  halveAlpha(alpha: Address, width: number, height: number, dst: Address): void;
  blendStretched(
    front: Address,
    alpha: Address,
    width: number,
    height: number,
    small: Address,
    smallWidth: number,
    xStarts: Address,
    xFractions: Address,
    yStarts: Address,
    yFractions: Address,
    lines: Address,
  ): void;
}

/**
 * Compiles and instantiates the kernels, with a memory of their own for each call.
 * @param source the module's bytes, or where to fetch them
 */
export async function loadKernels(source: Uint8Array<ArrayBuffer> | string | URL): Promise<Kernels> {
  const bytes = source instanceof Uint8Array ? source : await fetchBytes(source);
  const { instance } = await WebAssembly.instantiate(bytes);
  // Two steps: the type of a module's exports is one of any names, and TypeScript sees no way from it to ours. tests/cpu runs each of them.
  return instance.exports as unknown as Kernels;
}

async function fetchBytes(url: string | URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`kernels: HTTP ${response.status} for ${String(url)}`);
  return response.arrayBuffer();
}
