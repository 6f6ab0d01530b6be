// The keys that exist, in words. What they do is in `keys.ts`.
export interface KeyWords {
  readonly keys: readonly string[];
  readonly does: string;
}

export const KEY_WORDS: readonly KeyWords[] = [
  { keys: ['B'], does: 'Be right back, again to return' },
  { keys: ['H'], does: 'Hold the picture or what stands in, again to return' },
  { keys: ['L'], does: 'Back to live' },
  { keys: ['T'], does: 'Try for 5 s what viewers see when the camera drops' },
  { keys: ['S'], does: 'Snapshot' },
  { keys: ['C'], does: 'Compare with the source, in the studio only' },
  { keys: ['Space'], does: 'Source without effects while it is held down' },
  { keys: ['M'], does: 'Mirror your own view' },
  { keys: ['P'], does: 'Pop out' },
  { keys: ['D'], does: 'Dashboard, again to close it' },
  { keys: ['1', '7'], does: 'Background, in the order of the tiles' },
  { keys: ['1', '6'], does: 'In Loops: preview, best first; Space pauses, Enter uses it' },
  { keys: ['?'], does: 'This list' },
  { keys: ['Esc'], does: 'Close what is on top' },
];
