// The one door into the studio UI: puts it on the page. Loaded lazily, after the first picture is on its way.
import { mount } from 'svelte';
import type { StudioControls } from '../app/studio-controls';
import './theme/tokens.css';
import './theme/base.css';
import Studio from './views/Studio.svelte';

/** Fills `target` with the studio; the program canvas is moved into the stage, never made again. */
export function mountStudio(target: HTMLElement, studio: StudioControls): void {
  target.replaceChildren();
  mount(Studio, { target, props: { studio } });
}
