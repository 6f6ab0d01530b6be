// Which shaders draw which shipped picture or clip, and how strongly a clip is compressed (VP9 quantizer, 0 to 63).
import common from './scenes/common.glsl?raw';
import silk from './scenes/silk.glsl?raw';
import waves from './scenes/waves.glsl?raw';
import beRightBack from './scenes/be-right-back.frag.glsl?raw';
import drift from './scenes/drift.frag.glsl?raw';
import dunes from './scenes/dunes.frag.glsl?raw';
import leafLight from './scenes/leaf-light.frag.glsl?raw';
import paper from './scenes/paper.frag.glsl?raw';
import quietRoom from './scenes/quiet-room.frag.glsl?raw';
import silkScene from './scenes/silk.frag.glsl?raw';

export interface Scene {
  readonly shader: string;
  readonly words?: string;
  readonly quantizer?: number;
}

const join = (...parts: string[]) => parts.join('\n');

export const SCENES: Readonly<Record<string, Scene>> = {
  'quiet-room': { shader: join(common, quietRoom) },
  dunes: { shader: join(common, waves, dunes) },
  paper: { shader: join(common, waves, paper) },
  'leaf-light': { shader: join(common, leafLight), quantizer: 34 },
  drift: { shader: join(common, waves, drift), quantizer: 51 },
  'be-right-back': { shader: join(common, silk, beRightBack), words: 'Be right back', quantizer: 30 },
  silk: { shader: join(common, silk, silkScene), quantizer: 31 },
};
