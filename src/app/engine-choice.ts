// Which engine runs, by measurement, and the words for why. Pure but for asking WebGPU which adapter there is.
import type { EngineKind } from '../compositor/engine';

export interface AdapterFacts {
  /** Empty when there is none. */
  readonly name: string;
  /** A software adapter: never worth timing. */
  readonly isFallback: boolean;
}

export interface Choice {
  readonly kind: EngineKind;
  readonly reason: string;
  /** The graphics card is worth timing, and has not been. */
  readonly shouldTime: boolean;
}

export interface Timing {
  readonly cpuMs: number;
  readonly webgpuMs: number;
}

/** The GPU has to be this much faster: a tie is not worth a second engine's start. */
const WORTH_IT = 0.9;

export function compareTimings({ cpuMs, webgpuMs }: Timing): { kind: EngineKind; reason: string } {
  const ratio = webgpuMs / cpuMs;
  const figure = `a frame takes the graphics card ${webgpuMs.toFixed(1)} ms and the processor ${cpuMs.toFixed(1)} ms here`;
  return ratio < WORTH_IT
    ? { kind: 'webgpu', reason: `Faster: ${figure}.` }
    : { kind: 'cpu', reason: `Faster or as fast: ${figure}.` };
}

export function chooseEngine(
  asked: EngineKind | undefined,
  adapter: AdapterFacts | null,
  remembered: Timing | null,
): Choice {
  if (asked) return { kind: asked, reason: 'Asked for in the address.', shouldTime: false };
  if (!adapter || adapter.name === '')
    return { kind: 'cpu', reason: 'This browser gives no access to the graphics card.', shouldTime: false };
  if (adapter.isFallback)
    return {
      kind: 'cpu',
      reason: 'WebGPU runs in software here, which is slower than the processor engine.',
      shouldTime: false,
    };
  if (remembered) return { ...compareTimings(remembered), shouldTime: false };
  return { kind: 'cpu', reason: 'The graphics card has not been timed yet.', shouldTime: true };
}

/** Before Chromium 140 (OBS 31 and 32 have 127) the adapter itself says so, and not its info. */
function isFallback(adapter: GPUAdapter): boolean {
  const either = [adapter.info, adapter] as readonly { readonly isFallbackAdapter?: boolean }[];
  return either.some((one) => one.isFallbackAdapter === true);
}

export async function readAdapter(): Promise<AdapterFacts> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return { name: '', isFallback: false };
  const { vendor, architecture, description } = adapter.info;
  return {
    name: [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter',
    isFallback: isFallback(adapter),
  };
}
