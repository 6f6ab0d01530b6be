// The one error type of the project: a stable code, what happened, and facts that the words for a person are made from.
// Words for the screen live in the UI; nothing here is shown as it is.

/** Every code that can reach a person or the automation API. A code never changes its meaning. */
export type ErrorCode =
  | 'camera-denied'
  | 'camera-busy'
  | 'camera-missing'
  | 'camera-unplugged'
  | 'camera-constraints'
  | 'screen-denied'
  | 'file-unreadable'
  | 'file-unsupported'
  | 'picture-unreadable'
  | 'picture-too-large'
  | 'model-missing'
  | 'model-hash'
  | 'model-unreadable'
  | 'model-contract'
  | 'model-run'
  | 'gpu-missing'
  | 'gpu-lost'
  | 'engine-failed'
  | 'worker-died'
  | 'setting-invalid'
  | 'superseded'
  | 'not-running'
  | 'unsupported-browser'
  | 'internal';

export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

/** A failure with a stable {@link ErrorCode}, an English message for logs, and facts such as the device label. */
export class EverframeError extends Error {
  override readonly name = 'EverframeError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; facts?: ErrorFacts } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** Keeps an EverframeError as it is and wraps anything else under `code`. */
export function asEverframeError(error: unknown, code: ErrorCode = 'internal'): EverframeError {
  if (error instanceof EverframeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new EverframeError(code, message, { cause: error });
}
