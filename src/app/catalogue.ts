// The catalogue of models that come with Everframe, fetched once.
import { EverframeError } from '../base/errors';
import type { ModelContract } from '../protocol/model-contract';

/** Answers a model's contract by its id. Rejects with `model-missing`; the catalogue is then fetched anew the next time. */
export function createCatalogueReader(): (id: string) => Promise<ModelContract> {
  let models: Promise<readonly ModelContract[]> | null = null;
  const fetchModels = async () => {
    const response = await fetch('models/catalog.json');
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return ((await response.json()) as { models: ModelContract[] }).models;
  };
  return async (id) => {
    try {
      const found = (await (models ??= fetchModels())).find((model) => model.id === id);
      if (!found) throw new Error(`${id} is not in the catalogue`);
      return found;
    } catch (cause) {
      models = null;
      throw new EverframeError('model-missing', 'the catalogue of models could not be read', {
        cause,
        facts: { model: 'Person model' },
      });
    }
  };
}
