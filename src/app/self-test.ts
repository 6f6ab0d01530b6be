// What this browser can do of what the studio uses, tried, not looked up in a list: facts, each with its state. The words and
// what to do about it are the UI's. Touches no camera and asks for no permission.

export const CHECKS = [
  'secure',
  'isolated',
  'camera-frames',
  'camera-permission',
  'decode',
  'encode',
  'graphics-card',
  'graphics-time',
  'wasm',
  'gpu-runtime',
  'pressure',
  'long-frames',
  'heap',
  'storage',
  'processor',
] as const;
export type CheckName = (typeof CHECKS)[number];

export interface CheckResult {
  readonly name: CheckName;
  /** `less`: works, with less than there could be. */
  readonly state: 'ok' | 'less' | 'missing';
  /** What was found, e.g. the adapter's name; may be empty. */
  readonly found: string;
}

type Answer = Omit<CheckResult, 'name'>;
const ok = (found = ''): Answer => ({ state: 'ok', found });
const less = (found = ''): Answer => ({ state: 'less', found });
const missing = (found = ''): Answer => ({ state: 'missing', found });
const either = (has: boolean, found = ''): Answer => (has ? ok(found) : missing(found));
const has = (name: string) => name in globalThis;

const CODECS = [
  ['H.264', 'avc1.42001f'],
  ['VP8', 'vp8'],
  ['VP9', 'vp09.00.31.08'],
  ['AV1', 'av01.0.05M.08'],
] as const;

/** The names of those that are supported. */
async function supported(isSupported: (codec: string) => Promise<boolean>): Promise<string[]> {
  const tried = await Promise.all(
    CODECS.map(async ([name, codec]) => ((await isSupported(codec).catch(() => false)) ? name : null)),
  );
  return tried.filter((name) => name !== null);
}

async function decoders(): Promise<Answer> {
  if (!has('VideoDecoder')) return missing();
  const names = await supported(async (codec) => (await VideoDecoder.isConfigSupported({ codec })).supported === true);
  return names.length === 0 ? missing() : names.includes('H.264') ? ok(names.join(', ')) : less(names.join(', '));
}

async function encoders(): Promise<Answer> {
  if (!has('VideoEncoder')) return missing();
  const size = { width: 1280, height: 720, framerate: 30, bitrate: 3e6 };
  const names = await supported(
    async (codec) => (await VideoEncoder.isConfigSupported({ codec, ...size })).supported === true,
  );
  return names.length === 0 ? missing() : names.includes('H.264') ? ok(names.join(', ')) : less(names.join(', '));
}

async function graphics(): Promise<{ card: Answer; time: Answer }> {
  if (!('gpu' in navigator)) return { card: missing(), time: missing() };
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return { card: missing(), time: missing() };
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  return { card: isFallbackAdapter ? less(name) : ok(name), time: either(adapter.features.has('timestamp-query')) };
}

async function cameraPermission(): Promise<Answer> {
  const { state } = await navigator.permissions.query({ name: 'camera' });
  return state === 'granted' ? ok() : state === 'denied' ? missing() : less();
}

async function storage(): Promise<Answer> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  const free = quota - usage;
  const text = `${Math.round(free / 1e6)} MB`;
  return free > 200e6 ? ok(text) : free > 0 ? less(text) : missing();
}

export async function runSelfTest(): Promise<readonly CheckResult[]> {
  const cores = navigator.hardwareConcurrency;
  const [decode, encode, { card, time }, permission, store] = await Promise.all([
    decoders(),
    encoders(),
    graphics(),
    cameraPermission().catch(() => less()),
    storage().catch(() => missing()),
  ]);
  const found: Record<CheckName, Answer> = {
    secure: either(isSecureContext),
    isolated: crossOriginIsolated ? ok() : less(),
    'camera-frames': either(has('MediaStreamTrackProcessor') && has('MediaStreamTrackGenerator')),
    'camera-permission': permission,
    decode,
    encode,
    'graphics-card': card,
    'graphics-time': time,
    wasm: either(has('WebAssembly')),
    'gpu-runtime': 'Suspending' in WebAssembly ? ok() : less(),
    pressure: either(has('PressureObserver')),
    'long-frames': either(PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')),
    heap: either('memory' in performance),
    storage: store,
    processor: cores >= 4 ? ok(String(cores)) : less(String(cores)),
  };
  return CHECKS.map((name) => ({ name, ...found[name] }));
}
