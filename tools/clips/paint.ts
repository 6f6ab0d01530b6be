// Paints one scene with WebGL, at any phase of its loop. The same scene and phase give the same picture.
import type { Scene } from './scenes';

const VERTEX = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }`;

/** The project's own interface font (Geist, SIL Open Font License 1.1), set as a picture. */
async function setWords(words: string, width: number, height: number): Promise<OffscreenCanvas> {
  const { default: url } = await import('@fontsource-variable/geist/files/geist-latin-wght-normal.woff2?url');
  const face = new FontFace('Geist', `url(${url})`, { weight: '100 900' });
  document.fonts.add(await face.load());
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.font = `500 ${height * 0.092}px Geist`;
  context.letterSpacing = `${-height * 0.0014}px`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillText(words, width / 2, height * 0.622);
  return canvas;
}

function compile(gl: WebGL2RenderingContext, shader: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, shader],
  ] as const) {
    const part = gl.createShader(type);
    if (!part) throw new Error('no WebGL shader');
    gl.shaderSource(part, source);
    gl.compileShader(part);
    if (!gl.getShaderParameter(part, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(part) ?? 'bad shader');
    gl.attachShader(program, part);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? 'bad program');
  return program;
}

export interface Painter {
  readonly canvas: OffscreenCanvas;
  /** RGBA, top row first; valid until the next call. */
  paint(phase: number): Uint8Array<ArrayBuffer>;
}

/** `grain`: steps of 255 of still noise; under moving gradients it costs a codec most of its bits. */
export async function createPainter(scene: Scene, width: number, height: number, grain: number): Promise<Painter> {
  const canvas = new OffscreenCanvas(width, height);
  const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true, antialias: false });
  if (!gl) throw new Error('this browser has no WebGL 2');
  const program = compile(gl, scene.shader);
  gl.useProgram(program);
  gl.uniform2f(gl.getUniformLocation(program, 'size'), width, height);
  gl.uniform1f(gl.getUniformLocation(program, 'grain'), grain);
  if (scene.words) {
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    const words = await setWords(scene.words, width, height);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, words);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }
  const phaseAt = gl.getUniformLocation(program, 'phase');
  const upsideDown = new Uint8Array(width * height * 4);
  const pixels = new Uint8Array(width * height * 4);
  const row = width * 4;
  return {
    canvas,
    paint(phase) {
      gl.uniform1f(phaseAt, phase);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, upsideDown);
      for (let y = 0; y < height; y++)
        pixels.set(upsideDown.subarray((height - 1 - y) * row, (height - y) * row), y * row);
      return pixels;
    },
  };
}
