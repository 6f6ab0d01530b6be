// Where the planes of a finished picture lie in one buffer. Rows start on 32-bit words, because the shader writes words.

export interface PlanarLayout {
  readonly width: number;
  readonly height: number;
  readonly lumaStride: number;
  readonly chromaStride: number;
  readonly cbAt: number;
  readonly crAt: number;
  readonly alphaAt: number;
  /** Bytes of I420, and of I420A. */
  readonly opaqueBytes: number;
  readonly alphaBytes: number;
}

/** Width and height are even. */
export function planarLayout(width: number, height: number): PlanarLayout {
  const lumaStride = Math.ceil(width / 4) * 4;
  const chromaStride = Math.ceil(width / 8) * 4;
  const cbAt = lumaStride * height;
  const crAt = cbAt + (chromaStride * height) / 2;
  const alphaAt = crAt + (chromaStride * height) / 2;
  return {
    width,
    height,
    lumaStride,
    chromaStride,
    cbAt,
    crAt,
    alphaAt,
    opaqueBytes: alphaAt,
    alphaBytes: alphaAt + cbAt,
  };
}

/** For `new VideoFrame(bytes, ...)` and `copyTo`. */
export function planesOf(layout: PlanarLayout, withAlpha: boolean): PlaneLayout[] {
  const planes = [
    { offset: 0, stride: layout.lumaStride },
    { offset: layout.cbAt, stride: layout.chromaStride },
    { offset: layout.crAt, stride: layout.chromaStride },
  ];
  return withAlpha ? [...planes, { offset: layout.alphaAt, stride: layout.lumaStride }] : planes;
}
