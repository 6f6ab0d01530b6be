// A model's file by its address: bounded in bytes, told as it comes, ended by a signal. What went wrong is `facts.flaw`.
import { EverframeError } from '../base/errors';

/** Person nets have 0.2 to 15 MB; the largest that anybody runs on live pictures have some tens. */
export const MOST_BYTES = 100e6;

export interface Download {
  readonly file: Blob;
  readonly name: string;
}

export interface DownloadOptions {
  readonly onProgress?: ((loadedBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const failed = (flaw: string, message: string, facts: Record<string, string | number> = {}, cause?: unknown) =>
  new EverframeError(flaw === 'too-large' ? 'model-unreadable' : 'model-missing', message, {
    cause,
    facts: { flaw, ...facts },
  });

/** Own pages need none of it: a studio on this computer, or one that is served beside its models. */
function isAllowed({ protocol, hostname, origin }: URL): boolean {
  return protocol === 'https:' || origin === location.origin || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

export function tooLarge(name: string, bytes: number): EverframeError {
  return failed('too-large', `${name} has ${bytes} bytes, at most ${MOST_BYTES} are taken`, {
    name,
    bytes,
    most: MOST_BYTES,
  });
}

/** @throws EverframeError `model-missing`, `model-unreadable` (too large), `superseded` (ended by the signal) */
export async function downloadModel(address: string, options: DownloadOptions = {}): Promise<Download> {
  const { onProgress = () => undefined, signal = null } = options;
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (!url || !isAllowed(url)) throw failed('no-https', `${address} is no https address`, { name: address });
  const name = decodeURIComponent(url.pathname.split('/').pop() ?? '') || url.hostname;
  const facts = { name, host: url.host };
  const stopped = () => new EverframeError('superseded', 'the download was cancelled');
  const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw stopped();
      // A browser does not say which of the two it was.
      throw failed(
        navigator.onLine ? 'no-answer' : 'offline',
        `${url.host} gave no answer that may be read`,
        facts,
        cause,
      );
    },
  );
  if (!response.ok || !response.body)
    throw failed('status', `${url.host} answered ${response.status}`, { ...facts, status: response.status });
  const total = Number(response.headers.get('content-length') ?? 0);
  if (total > MOST_BYTES) {
    await response.body.cancel();
    throw tooLarge(name, total);
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      loaded += value.length;
      if (loaded > MOST_BYTES) throw tooLarge(name, loaded);
      parts.push(value);
      onProgress(loaded, total);
    }
  } catch (cause) {
    if (signal?.aborted) throw stopped();
    if (cause instanceof EverframeError) {
      await reader.cancel();
      throw cause;
    }
    throw failed('broke-off', `the connection to ${url.host} broke off`, { ...facts, loaded }, cause);
  }
  return { file: new Blob(parts), name };
}
