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
 * Bytes of memory that the processes under `pid` hold, by their `--type`; what they share counts once. Files mapped into
 * memory are left out: they are shared with any other browser on this machine.
 * @param {number} pid
 * @returns {Record<string, number>}
 */
export function residentBytesUnder(pid) {
  /** @type {Record<string, number>} */
  const bytes = {};
  for (const { pid: one, command } of processesUnder(pid)) {
    const type = /--utility-sub-type=(\w+)|--type=(\S+)/.exec(command)?.slice(1).find(Boolean) ?? 'browser';
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
      for (const [, kilobytes] of rollup.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+)/gm))
        bytes[type] = (bytes[type] ?? 0) + 1024 * Number(kilobytes);
    } catch {
      // it ended meanwhile
    }
  }
  return bytes;
}
