// @ts-check
// The processes of one browser, found from its own (or ours) on down: to signal those and no others, and to say what memory
// they take (Linux: /proc).
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processes that descend from `pid`, with their command lines.
 * @param {number} pid
 */
export function processesUnder(pid) {
  const all = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), parent, command }];
    } catch {
      return []; // it ended meanwhile
    }
  });
  /** @type {{ pid: number, command: string }[]} */
  const found = [];
  const ancestors = new Set([pid]);
  for (let grew = true; grew;) {
    grew = false;
    for (const one of all)
      if (ancestors.has(one.parent) && !ancestors.has(one.pid)) {
        ancestors.add(one.pid);
        found.push(one);
        grew = true;
      }
  }
  return found;
}

/**
 * Bytes of memory that the processes under `pid` hold, what they share counted once (PSS).
 * @param {number} pid
 */
export function residentBytesUnder(pid) {
  return processesUnder(pid).reduce((sum, { pid: one }) => {
    try {
      return sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return sum;
    }
  }, 0);
}
