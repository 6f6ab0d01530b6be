// Serves the built page as `npm start` does, and can lie about models: late, missing, or not what the catalogue says.
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createPageServer, listen } from '../../server/serve.mjs';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** How a model's answer is changed; `late` keeps it waiting. */
export type ModelLie = 'late' | 'missing' | 'corrupt' | 'truncated';

export interface LyingServer {
  readonly url: string;
  /** From now on every model is answered with the lie; null is the truth, also for those that were kept waiting. */
  lie(lie: ModelLie | null): void;
  close(): void;
}

function spoil(body: Buffer, lie: 'corrupt' | 'truncated'): Buffer {
  if (lie === 'truncated') return body.subarray(0, body.length >> 1);
  const middle = body.length >> 1;
  body[middle] = (body[middle] ?? 0) ^ 1;
  return body;
}

const TYPES: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.json': 'application/json',
  '.onnx': 'application/octet-stream',
};

/** `own` is what it has beside the page or in place of it, by place. */
export async function openLyingServer(own: Readonly<Record<string, Buffer>>): Promise<LyingServer> {
  const [page] = createPageServer().listeners('request') as RequestListener[];
  let lie: ModelLie | null = null;
  let late: (() => void)[] = [];
  const server = createServer((request, answer) => {
    const place = new URL(request.url ?? '/', 'http://localhost').pathname;
    const found = own[place];
    const headers = { 'Content-Type': TYPES[path.extname(place)], 'Cache-Control': 'no-store' };
    const beHonest = () => {
      if (found) answer.writeHead(200, headers).end(found);
      else page?.(request, answer);
    };
    if (lie === null || !place.endsWith('.onnx')) beHonest();
    else if (lie === 'late') late.push(beHonest);
    else if (lie === 'missing') answer.writeHead(404).end();
    else answer.writeHead(200, headers).end(spoil(Buffer.from(found ?? readFileSync(path.join(DIST, place))), lie));
  });
  await listen(server, 0);
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    lie(next) {
      lie = next;
      if (next === 'late') return;
      for (const go of late) go();
      late = [];
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
