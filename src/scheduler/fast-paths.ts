// Which fast paths an optimisation level may use, as a table (product.md, 4). `balanced` has those that were shown to give the same picture
// (tests/webgpu) and cost nothing elsewhere. Pure.
import { USUAL_FAST_PATHS, type FastPaths } from '../config/fast-paths';
import type { OPTIMISATIONS, QualitySettings } from '../config/quality';

const OPTIMISATION_TABLE: Readonly<Record<Exclude<(typeof OPTIMISATIONS)[number], 'custom'>, FastPaths>> = {
  conservative: { frameImport: false, netThreads: false },
  balanced: USUAL_FAST_PATHS,
  aggressive: { frameImport: true, netThreads: true },
};

/** `custom`: each as its own switch says. */
export const fastPathsOf = ({
  optimisation,
  frameImport,
  netThreads,
}: Pick<QualitySettings, 'optimisation' | keyof FastPaths>): FastPaths =>
  optimisation === 'custom' ? { frameImport, netThreads } : OPTIMISATION_TABLE[optimisation];
