// Fetches a model that the catalogue describes, with progress, and checks its sha256 before anybody reads it.
import { EverframeError } from '../base/errors';
import type { ModelFile } from '../protocol/model-contract';

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Bytes of the model at `url`.
 * @throws EverframeError `model-missing` (no answer, or not 200), `model-hash` (cut off, or another file)
 */
export async function fetchModel(
  contract: ModelFile,
  url: string,
  onProgress: (loadedBytes: number, totalBytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const facts = { model: contract.title, file: contract.file };
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new EverframeError('model-missing', `${contract.file} could not be fetched`, { cause, facts });
  }
  if (!response.ok || !response.body) {
    throw new EverframeError('model-missing', `${contract.file}: the server answered ${response.status}`, {
      facts: { ...facts, status: response.status },
    });
  }
  // A file of another length is refused before it is all read: nothing unbounded is kept.
  const bytes = new Uint8Array(contract.bytes);
  let at = 0;
  try {
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > bytes.length)
        throw new EverframeError('model-hash', `${contract.file} is longer than the catalogue says`, { facts });
      bytes.set(value, at);
      at += value.length;
      onProgress(at, bytes.length);
    }
  } catch (cause) {
    if (cause instanceof EverframeError) throw cause;
    throw new EverframeError('model-missing', `${contract.file}: the connection broke off`, { cause, facts });
  }
  if (at !== bytes.length || (await sha256(bytes)) !== contract.sha256) {
    throw new EverframeError('model-hash', `${contract.file} is not the file that was described`, {
      facts: { ...facts, gotBytes: at, bytes: bytes.length },
    });
  }
  return bytes;
}
