// Models that were added or downloaded, kept in the origin's private file system: ID.onnx, and ID.json that describes it, written last:
// a file without a description was cut short, and is none. Judges no model.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import type { ModelContract } from '../protocol/model-contract';
import { netShapeSchema } from './net-contract';

const FOLDER = 'models';

const keptSchema = v.strictObject({
  version: v.literal(1),
  // The catalogue says more of an entry than is needed to use it.
  contract: v.object({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
    task: v.string(),
    title: v.string(),
    file: v.string(),
    bytes: v.number(),
    sha256: v.string(),
    licence: v.string(),
    ...netShapeSchema.entries,
  }),
  /** A file's name, or an address. */
  from: v.string(),
});

export interface KeptModel {
  readonly contract: ModelContract;
  readonly from: string;
}

const folder = async (create: boolean) =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create });

async function write(place: FileSystemDirectoryHandle, name: string, data: Blob | string): Promise<void> {
  const writable = await (await place.getFileHandle(name, { create: true })).createWritable();
  await writable.write(data);
  await writable.close();
}

async function readFile(name: string): Promise<File | null> {
  try {
    return await (await (await folder(false)).getFileHandle(name)).getFile();
  } catch {
    return null;
  }
}

async function find(id: string): Promise<KeptModel | null> {
  try {
    const file = await readFile(`${id}.json`);
    const read = v.safeParse(keptSchema, JSON.parse((await file?.text()) ?? ''));
    return read.success ? { contract: read.output.contract, from: read.output.from } : null;
  } catch {
    return null;
  }
}

export const modelStore = {
  find,
  /** The file itself; null where the browser has cleared it. */
  file: (id: string) => readFile(`${id}.onnx`),
  async list(): Promise<readonly KeptModel[]> {
    try {
      const names: string[] = [];
      // Chromium's, of which lib.dom knows the rest.
      const place = (await folder(false)) as FileSystemDirectoryHandle & { keys(): AsyncIterable<string> };
      for await (const name of place.keys()) if (name.endsWith('.json')) names.push(name.slice(0, -5));
      const found = await Promise.all(names.sort().map(find));
      return found.filter((kept) => kept !== null);
    } catch {
      return [];
    }
  },
  /** @throws EverframeError `internal`, `facts.flaw` `not-kept`: there is no room, or this page may keep nothing */
  async keep({ contract, from }: KeptModel, file: Blob): Promise<void> {
    const before = await find(contract.id);
    try {
      const place = await folder(true);
      // The same bytes may be in use: whoever reads a file that is written anew gets nothing.
      if ((await readFile(`${contract.id}.onnx`))?.size !== file.size) await write(place, `${contract.id}.onnx`, file);
      await write(place, `${contract.id}.json`, JSON.stringify({ version: 1, contract, from }));
    } catch (cause) {
      // One that was there stays as it was: what was not written whole changes nothing.
      if (!before) await modelStore.drop(contract.id);
      const full = cause instanceof DOMException && cause.name === 'QuotaExceededError';
      const why = full ? 'there is no room for it' : 'this browser keeps nothing for this page';
      throw new EverframeError('internal', `the model was not kept: ${why}`, {
        cause,
        facts: { flaw: full ? 'full' : 'not-kept' },
      });
    }
  },
  async drop(id: string): Promise<void> {
    const place = await folder(false).catch(() => null);
    for (const name of [`${id}.json`, `${id}.onnx`]) await place?.removeEntry(name).catch(() => undefined);
  },
};
