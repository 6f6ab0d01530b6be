// How views reach the one StudioState of the page without passing it down by hand.
import { createContext } from 'svelte';
import type { StudioState } from './studio-state.svelte';

export const [useStudio, provideStudio] = createContext<StudioState>();
