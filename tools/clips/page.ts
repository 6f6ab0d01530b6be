// The page that `npm run clips` opens: draws and encodes one shipped picture or clip, asked for by name.
import { SHIPPED_BACKGROUND_CLIPS, SHIPPED_FALLBACK_CLIPS, SHIPPED_PICTURES } from '../../src/config/shipped';
import { encodeClip, evenTimes, frameOf } from './encode';
import { createPainter } from './paint';
import { SCENES } from './scenes';

const ALL = [...SHIPPED_PICTURES, ...SHIPPED_BACKGROUND_CLIPS, ...SHIPPED_FALLBACK_CLIPS];

function toBase64(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve((reader.result as string).split(',')[1] ?? '');
    };
    reader.onerror = () => {
      reject(new Error('could not be read'));
    };
    reader.readAsDataURL(new Blob([new Uint8Array(bytes)]));
  });
}

async function open(id: string) {
  const item = ALL.find((one) => one.id === id);
  const scene = SCENES[id];
  if (!item || !scene) throw new Error(`nothing is called ${id}`);
  return {
    item,
    scene,
    painter: await createPainter(scene, item.width, item.height, item.kind === 'picture' ? 1.2 : 0.4),
  };
}

const studio = {
  /** The file, as base64. */
  async make(id: string): Promise<string> {
    const { item, scene, painter } = await open(id);
    if (item.kind === 'picture') {
      painter.paint(0);
      const blob = await painter.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
      return toBase64(new Uint8Array(await blob.arrayBuffer()));
    }
    const { width, height } = item;
    const timesUs = evenTimes(item.frames, item.fps);
    const shape = { width, height, timesUs, quantizer: scene.quantizer ?? 30 };
    return toBase64(
      await encodeClip(shape, (n, timing) => frameOf(painter.paint(n / item.frames), width, height, timing)),
    );
  },
  /** One frame as PNG, in base64: for looking at while drawing. */
  async still(id: string, phase: number): Promise<string> {
    const { painter } = await open(id);
    painter.paint(phase);
    return toBase64(new Uint8Array(await (await painter.canvas.convertToBlob()).arrayBuffer()));
  },
};
export type ClipStudio = typeof studio;
Object.assign(globalThis, { clipStudio: studio });
