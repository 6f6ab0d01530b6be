// Slower machines of this one: the processes of a browser share so much of its processor and no more (Linux, control groups; needs a
// user who may make one).
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Short beside a picture's time: a slower processor, not one that stops. */
const PERIOD_US = 5000;
const NAME = 'everframe-slower';
const V1 = '/sys/fs/cgroup/cpu';
const V2 = '/sys/fs/cgroup';

const limitFile = (root: string, name: string) => path.join(root, NAME, name);

/** @throws where control groups cannot be made here */
export function openSlowerMachine(pids: readonly number[]) {
  const isV1 = existsSync(path.join(V1, 'cpu.cfs_quota_us'));
  const root = isV1 ? V1 : V2;
  mkdirSync(path.join(root, NAME), { recursive: true });
  for (const pid of pids) writeFileSync(limitFile(root, 'cgroup.procs'), String(pid));
  return {
    /** Of one core; processes that begin later are held to it as well. */
    setCores(cores: number): void {
      const quota = Math.round(cores * PERIOD_US);
      if (isV1) {
        writeFileSync(limitFile(root, 'cpu.cfs_period_us'), String(PERIOD_US));
        writeFileSync(limitFile(root, 'cpu.cfs_quota_us'), String(quota));
      } else writeFileSync(limitFile(root, 'cpu.max'), `${quota} ${PERIOD_US}`);
    },
    /** Once the browser is closed; its last processes take a moment longer. */
    async close(): Promise<void> {
      for (let tries = 0; readFileSync(limitFile(root, 'cgroup.procs'), 'utf8') !== '' && tries < 50; tries++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      rmdirSync(path.join(root, NAME));
    },
  };
}
