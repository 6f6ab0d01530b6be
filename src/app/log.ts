// The console, by level. Nothing is ever shown on the output page; this is where its errors go.
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];

export function createLog(level: LogLevel) {
  const at = (mine: LogLevel) => LEVELS.indexOf(mine) <= LEVELS.indexOf(level);
  return {
    error: (...words: unknown[]) => {
      if (at('error')) console.error('[everframe]', ...words);
    },
    warn: (...words: unknown[]) => {
      if (at('warn')) console.warn('[everframe]', ...words);
    },
    info: (...words: unknown[]) => {
      if (at('info')) console.info('[everframe]', ...words);
    },
    debug: (...words: unknown[]) => {
      if (at('debug')) console.debug('[everframe]', ...words);
    },
  };
}

/** Tells each trouble once, however often and by whatever way it is heard of. */
export function logTroubles(log: ReturnType<typeof createLog>) {
  let told = '';
  return (trouble: { readonly code: string; readonly message: string } | null) => {
    const words = trouble ? `${trouble.code}: ${trouble.message}` : '';
    if (words && words !== told) log.error(words);
    told = words;
  };
}
