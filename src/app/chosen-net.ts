// The net of an id: one that comes with Everframe, or one that is kept. For a choice that was remembered, and for a new one.
import { EverframeError } from '../base/errors';
import type { PersonNetFile } from '../protocol/model-contract';
import { offeredAt, openCatalogue, urlOf } from './catalogue';
import { modelStore } from './model-store';

/** @throws EverframeError `model-missing`: there is none, or its file has gone */
export async function findNet(id: string): Promise<PersonNetFile> {
  const shipped = (await openCatalogue().personNets()).find((net) => net.id === id);
  if (shipped && offeredAt(shipped) === null) return { contract: shipped, url: urlOf(shipped) };
  const [kept, file] = await Promise.all([modelStore.find(id), modelStore.file(id)]);
  if (kept && file) return { contract: kept.contract, url: URL.createObjectURL(file) };
  const known = kept ?? shipped;
  throw new EverframeError('model-missing', known ? 'its file is not on this computer' : `no model is called ${id}`, {
    facts: { flaw: shipped ? 'not-downloaded' : 'unknown', model: id },
  });
}
