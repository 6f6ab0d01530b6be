// A file by its address, as somebody gave it: relative to the page.
import { EverframeError, type ErrorCode } from '../base/errors';

/** Rejects with `code` when it cannot be fetched. */
export async function fetchFile(address: string, code: ErrorCode): Promise<File> {
  const response = await fetch(new URL(address, document.baseURI)).catch(() => null);
  const bytes = response?.ok ? await response.blob().catch(() => null) : null;
  if (!bytes) throw new EverframeError(code, `${address} could not be fetched`, { facts: { name: address } });
  return new File([bytes], address.split('/').pop() ?? address);
}
