// The processes of one browser, found from its own on down: a test signals those and no others (Linux: /proc).
import { readdirSync, readFileSync } from 'node:fs';

/** Processes that descend from `pid`, with their command lines. */
export function processesUnder(pid: number): { pid: number; command: string }[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      return [
        { pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') },
      ];
    } catch {
      return []; // it ended meanwhile
    }
  });
  const found: { pid: number; command: string }[] = [];
  const ancestors = new Set([pid]);
  for (let grew = true; grew;) {
    grew = false;
    for (const one of parents)
      if (ancestors.has(one.parent) && !ancestors.has(one.pid)) {
        ancestors.add(one.pid);
        found.push(one);
        grew = true;
      }
  }
  return found;
}
