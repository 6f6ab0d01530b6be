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
  body[1000] = (body[1000] ?? 0) ^ 1;
  return body;
}

/** `footage` is served as /footage.mp4, for a studio that is told to play a file. */
export async function openLyingServer(footage: string): Promise<LyingServer> {
  const [honest] = createPageServer().listeners('request') as RequestListener[];
  let lie: ModelLie | null = null;
  let late: (() => void)[] = [];
  const server = createServer((request, answer) => {
    const place = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (place === '/footage.mp4') answer.writeHead(200, { 'Content-Type': 'video/mp4' }).end(readFileSync(footage));
    else if (lie === null || !place.endsWith('.onnx')) honest?.(request, answer);
    else if (lie === 'late') late.push(() => honest?.(request, answer));
    else if (lie === 'missing') answer.writeHead(404).end();
    else {
      const headers = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' };
      answer.writeHead(200, headers).end(spoil(readFileSync(path.join(DIST, place)), lie));
    }
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
