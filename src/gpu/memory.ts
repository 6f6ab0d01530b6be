// Makes and destroys buffers and textures and knows how many bytes of them there are. Everything gets a label.
// It does not see what ONNX Runtime allocates on the same device.

export interface GpuMemory {
  buffer(label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer;
  texture(label: string, width: number, height: number, format: TexelFormat, usage: GPUTextureUsageFlags): GPUTexture;
  /** Destroys one thing made here; a second time does nothing. */
  free(resource: GPUBuffer | GPUTexture | null): void;
  bytes(): number;
  /** Labels and sizes of what is alive, for leak hunts. */
  list(): ReadonlyArray<{ readonly label: string; readonly bytes: number }>;
  dispose(): void;
}

const TEXEL_BYTES = { r8unorm: 1, rg8unorm: 2, rgba8unorm: 4, bgra8unorm: 4, rgba16float: 8 } as const;
export type TexelFormat = keyof typeof TEXEL_BYTES;

export function createGpuMemory(device: GPUDevice): GpuMemory {
  const alive = new Map<GPUBuffer | GPUTexture, number>();
  let isDisposed = false;
  const assertOpen = (): void => {
    // Work that was under way at dispose() must not leave things behind.
    if (isDisposed) throw new Error('GPU memory is disposed');
  };
  return {
    buffer(label, size, usage) {
      assertOpen();
      const buffer = device.createBuffer({ label, size, usage });
      alive.set(buffer, size);
      return buffer;
    },
    texture(label, width, height, format, usage) {
      assertOpen();
      const texture = device.createTexture({ label, size: [width, height], format, usage });
      alive.set(texture, width * height * TEXEL_BYTES[format]);
      return texture;
    },
    free(resource) {
      if (resource && alive.delete(resource)) resource.destroy();
    },
    bytes: () => [...alive.values()].reduce((sum, bytes) => sum + bytes, 0),
    list: () => [...alive].map(([resource, bytes]) => ({ label: resource.label, bytes })),
    dispose() {
      isDisposed = true;
      for (const resource of alive.keys()) resource.destroy();
      alive.clear();
    },
  };
}
