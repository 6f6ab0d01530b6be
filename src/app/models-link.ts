// The studio's way to the desk of person models, which is fetched when somebody first asks for it.
import type { ModelsDesk, ModelsDeskOptions } from './models-desk';

export function createModelsLink(means: ModelsDeskOptions): () => Promise<ModelsDesk> {
  let desk: Promise<ModelsDesk> | null = null;
  return () => {
    desk ??= import('./models-desk').then(({ createModelsDesk }) => createModelsDesk(means));
    // Asked for again, it is fetched again.
    desk.catch(() => (desk = null));
    return desk;
  };
}
