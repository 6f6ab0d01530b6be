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
  /** All that there are, those that are fetched on wish among them. */
  personNets(): Promise<readonly ModelContract[]>;
  faceNets(): Promise<FaceNets>;
}

export function openCatalogue(): Catalogue {
  let models: Promise<readonly AnyModelContract[]> | null = null;
  const fetchModels = async () => {
    const response = await fetch('models/catalog.json');
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return ((await response.json()) as { models: AnyModelContract[] }).models;
  };
  const findAll = async <Contract extends AnyModelContract>(
    what: string,
    isIt: (model: AnyModelContract) => model is Contract,
  ): Promise<readonly [Contract, ...Contract[]]> => {
    try {
      const [first, ...others] = (await (models ??= fetchModels())).filter(isIt);
      if (!first) throw new Error('it is not in the catalogue');
      return [first, ...others];
    } catch (cause) {
      models = null;
      throw new EverframeError('model-missing', 'the catalogue of models could not be read', {
        cause,
        facts: { model: what },
      });
    }
  };
  const find = async <Contract extends AnyModelContract>(
    what: string,
    isIt: (model: AnyModelContract) => model is Contract,
  ) => (await findAll(what, isIt))[0];
  return {
    personNet: (id) => find('Person model', (model): model is ModelContract => model.id === id),
    personNets: () => findAll('Person model', (model): model is ModelContract => model.task === 'person-segmentation'),
    async faceNets() {
      const finder = await find('Face model', (m): m is FaceFinderContract => m.task === 'face-detection');
      const mesh = await find('Face model', (m): m is FaceMeshContract => m.task === 'face-landmarks');
      return { finder: { contract: finder, url: urlOf(finder) }, mesh: { contract: mesh, url: urlOf(mesh) } };
    },
  };
}

/** Where a net is fetched from when somebody asks for it; null: it ships. */
export const offeredAt = ({ source }: ModelContract): string | null => (source && 'url' in source ? source.url : null);

/** Absolute: workers are served from elsewhere. */
export function urlOf({ file }: AnyModelContract): string {
  return new URL(`models/${file}`, document.baseURI).href;
}
