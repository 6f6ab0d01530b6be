// Holds both ways to upload a frame and chooses one for each frame: what the frame allows first, then what was asked
// for, or what measured cheaper on this adapter.
import { percentile } from '../../base/percentile';
import type { OpenGpu } from '../../gpu/device';
import { keepsPrimariesWhenImported } from './colour';
import { IngestExternal } from './passes/ingest-external';
import { IngestPlanes } from './passes/ingest-planes';
import type { Upload, UploadKind } from './passes/upload';

export type UploadChoice = UploadKind | 'auto';

/** Frames of each kind in a measurement; the first of each pays for shaders and textures and is not counted. */
const FRAMES_MEASURED = 6;

export class Uploads {
  readonly #external: IngestExternal;
  readonly #planes: IngestPlanes;
  #preferred: UploadKind;
  #costs: Record<UploadKind, number[]> | null;

  static async create(gpu: OpenGpu, choice: UploadChoice | undefined): Promise<Uploads> {
    const [external, planes] = await Promise.all([IngestExternal.create(gpu), IngestPlanes.create(gpu)]);
    // A software adapter converts an imported frame pixel by pixel: 80 ms against 2 for 720p.
    const byAdapter = gpu.isFallback ? 'planes' : 'external';
    // Without GPU timestamps there is nothing to measure by.
    const isMeasuring = choice === 'auto' && gpu.hasTimestamps;
    return new Uploads(external, planes, choice === undefined || choice === 'auto' ? byAdapter : choice, isMeasuring);
  }

  private constructor(external: IngestExternal, planes: IngestPlanes, preferred: UploadKind, isMeasuring: boolean) {
    this.#external = external;
    this.#planes = planes;
    this.#preferred = preferred;
    this.#costs = isMeasuring ? { external: [], planes: [] } : null;
  }

  get preferred(): UploadKind {
    return this.#preferred;
  }

  /** The same two for pictures that come beside the frames. */
  siblings(): Uploads {
    return new Uploads(this.#external.sibling(), this.#planes.sibling(), 'planes', false);
  }

  pick(frame: VideoFrame): Upload {
    // Opaque GPU frames cannot be read; those with other primaries would come out of an import in different colours.
    if (frame.format === null) return this.#external;
    if (!keepsPrimariesWhenImported(frame.colorSpace)) return this.#planes;
    const next = this.#costs && this.#costs.external.length > this.#costs.planes.length ? 'planes' : 'external';
    return (this.#costs ? next : this.#preferred) === 'external' ? this.#external : this.#planes;
  }

  /** What uploading and drawing a frame cost in ms, JavaScript and GPU together. */
  report(kind: UploadKind, ms: number): void {
    const costs = this.#costs;
    if (!costs) return;
    costs[kind].push(ms);
    const { external, planes } = costs;
    if (Math.min(external.length, planes.length) < FRAMES_MEASURED) return;
    this.#preferred =
      (percentile(external.slice(1), 0.5) ?? 0) <= (percentile(planes.slice(1), 0.5) ?? 0) ? 'external' : 'planes';
    this.#costs = null;
  }

  dispose(): void {
    this.#external.dispose();
    this.#planes.dispose();
  }
}
