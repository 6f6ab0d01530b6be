// The catalogue of models that come with Everframe, fetched once.
import { EverframeError } from '../base/errors';
import type {
  AnyModelContract,
  FaceFinderContract,
  FaceMeshContract,
  FaceNets,
  ModelContract,
} from '../protocol/model-contract';

/** Both reject with `model-missing`; the catalogue is then fetched anew the next time. */
export interface Catalogue {
  personNet(id: string): Promise<ModelContract>;
  faceNets(): Promise<FaceNets>;
}

export function openCatalogue(): Catalogue {
  let models: Promise<readonly AnyModelContract[]> | null = null;
  const fetchModels = async () => {
    const response = await fetch('models/catalog.json');
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return ((await response.json()) as { models: AnyModelContract[] }).models;
  };
  const find = async <Contract extends AnyModelContract>(
    what: string,
    isIt: (model: AnyModelContract) => model is Contract,
  ): Promise<Contract> => {
    try {
      const found = (await (models ??= fetchModels())).find(isIt);
      if (!found) throw new Error('it is not in the catalogue');
      return found;
    } catch (cause) {
      models = null;
      throw new EverframeError('model-missing', 'the catalogue of models could not be read', {
        cause,
        facts: { model: what },
      });
    }
  };
  return {
    personNet: (id) => find('Person model', (model): model is ModelContract => model.id === id),
    async faceNets() {
      const finder = await find('Face model', (m): m is FaceFinderContract => m.task === 'face-detection');
      const mesh = await find('Face model', (m): m is FaceMeshContract => m.task === 'face-landmarks');
      return { finder: { contract: finder, url: urlOf(finder) }, mesh: { contract: mesh, url: urlOf(mesh) } };
    },
  };
}

/** Absolute: workers are served from elsewhere. */
export function urlOf({ file }: AnyModelContract): string {
  return new URL(`models/${file}`, document.baseURI).href;
}
