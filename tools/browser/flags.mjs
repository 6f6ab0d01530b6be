// Chromium flags of the tests and tools, in one place. Why each is there: docs/testing.md.
export const BASE_FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Real WebGPU on the SwiftShader software adapter, with import of video frames. 2D canvas gets slow with these. */
export const WEBGPU_FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** Beside those: the page itself is drawn by the processor, and little of it; the GPU made of software has enough to do. */
export const LIGHT_PAGE_FLAGS = [
  '--disable-gpu-rasterization',
  '--disable-accelerated-2d-canvas',
  '--window-size=480,360',
];

/** For tests that end the GPU process more than once: a browser otherwise gives WebGPU up after the second time. */
export const GPU_CRASH_FLAGS = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

/** A file (.y4m or .mjpeg, absolute path) played in a loop as the camera, permission granted; without a file a drawn pattern. */
export function cameraFlags(file) {
  return [
    '--use-fake-device-for-media-stream=fps=30',
    '--use-fake-ui-for-media-stream',
    ...(file ? [`--use-file-for-fake-video-capture=${file}`] : []),
  ];
}
