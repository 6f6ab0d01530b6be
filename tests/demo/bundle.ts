// Makes one script of a module and what it imports, to be run in a page that the project did not build.
import { build } from 'vite';

/** `entry` is a path of its own. */
export async function bundleForPage(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'chrome127',
      lib: { entry, formats: ['iife'], name: 'bundled' },
    },
  });
  const [first] = Array.isArray(made) ? made : [made];
  if (!first || !('output' in first)) throw new Error(`${entry} could not be bundled`);
  return first.output[0].code;
}
