// What the person says of stand-ins: when they come, which there are, and what is held on air whatever the feed does.
import type { FallbackSettings } from '../config/fallback';
import type { FallbackDesk } from './fallback-desk';
import type { createOnAir } from './on-air';
import type { ProgramClient } from './program-client';
import type { StudioControls } from './studio-controls';

type Controls = Pick<
  StudioControls,
  | 'setHold'
  | 'backToLive'
  | 'rehearseLoss'
  | 'setFallback'
  | 'addFallback'
  | 'removeFallback'
  | 'arrangeFallback'
  | 'moveFallback'
>;

export interface FallbackControls {
  readonly settings: FallbackSettings;
  /** To whoever goes by the settings; a fresh program worker is told in its turn. */
  apply(): void;
  readonly controls: Controls;
}

export interface FallbackControlsHooks {
  /** The program's worker; null while the studio is stopped. */
  client(): ProgramClient | null;
  /** The settings have changed. */
  set(settings: FallbackSettings): void;
}

export function createFallbackControls(
  first: FallbackSettings,
  onAir: ReturnType<typeof createOnAir>,
  fallbacks: FallbackDesk,
  hooks: FallbackControlsHooks,
): FallbackControls {
  let settings = first;

  function apply(): void {
    hooks.client()?.setFallbackSettings(settings);
    fallbacks.enabled = settings.enabled;
    fallbacks.takesTurns = settings.mode === 'rotating';
  }

  return {
    get settings() {
      return settings;
    },
    apply,
    controls: {
      setHold(asked) {
        const isStandIn = onAir.now === 'fallback' || onAir.now === 'slate';
        const hold = asked === 'picture' && isStandIn ? 'standin' : asked;
        if (hold === onAir.hold) return;
        onAir.setHold(hold);
        // What stands in already is what is held.
        fallbacks.isBreak = hold === 'standin' && !isStandIn;
        hooks.client()?.hold(hold);
      },
      backToLive() {
        onAir.setHold(null);
        fallbacks.isBreak = false;
        hooks.client()?.release();
      },
      rehearseLoss(seconds) {
        hooks.client()?.rehearse(seconds * 1000);
      },
      setFallback(changes) {
        settings = { ...settings, ...changes };
        apply();
        hooks.set(settings);
      },
      async addFallback(source) {
        await fallbacks.add({ ...source, keep: true });
      },
      removeFallback(id) {
        fallbacks.remove(id);
      },
      arrangeFallback(id, changes) {
        fallbacks.arrange(id, changes);
      },
      moveFallback(id, by) {
        fallbacks.move(id, by);
      },
    },
  };
}
