// `npm run eval:masks`; see masks/eval.ts.
import { main } from './masks/eval';

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
