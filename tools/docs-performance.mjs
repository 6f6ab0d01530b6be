// @ts-check
// Writes docs/performance.md from docs/performance/*.json: no figure of that page is typed by hand.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const FOLDER = 'docs/performance';

/** @param {string} key `latencyP50Ms` as `latency p50 ms` */
const inWords = (key) => key.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** @param {{title: string, condition: string, rows: Record<string, string | number | null>[]}} file */
function section({ title, condition, rows }) {
  const keys = Object.keys(rows[0] ?? {});
  const lines = [keys.map(inWords), keys.map(() => '---'), ...rows.map((row) => keys.map((key) => row[key] ?? '-'))];
  return `## ${title}\n\nCondition: ${condition}.\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

const sections = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => {
    const { more = [], ...first } = JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'));
    return [first, ...more].map(section);
  });

const TARGET = 'docs/performance.md';
const text = `# Performance

Made from \`${FOLDER}/*.json\` by \`npm run docs:performance\`. Compare figures within one table: they come from one run, on a noisy machine with two cores.

${sections.join('\n')}`;
writeFileSync(TARGET, await format(text, { ...(await resolveConfig(TARGET)), filepath: TARGET }));
