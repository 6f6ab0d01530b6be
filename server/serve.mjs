// @ts-check
// Serves the built page on this machine only, with the headers that make it cross-origin isolated. Runs by itself
// (`node server/serve.mjs --port 7399`) or inside tools/start.mjs. It builds nothing and answers nothing but files.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

export const HOST = '127.0.0.1';
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Isolation gives the page SharedArrayBuffer (WASM threads) and fine timers; every answer carries it, errors too. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** Said outright because `nosniff` makes a wrong type fatal, and .onnx is in no list of types. */
const TYPES = new Map([
  ['.js', 'text/javascript;charset=utf-8'],
  ['.mjs', 'text/javascript;charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.onnx', 'application/octet-stream'],
]);

/**
 * sirv reads `bytes=A-B` with B above 0. A server may ignore a range, so the forms it would get wrong (suffixes, lists,
 * a first byte alone) are answered with the whole file; one that ends before it starts would even throw.
 * @param {string | undefined} range
 */
export function isPlainRange(range) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (!match) return false;
  return match[2] === '' || (Number(match[2]) > 0 && Number(match[1]) <= Number(match[2]));
}

/**
 * A server that does not listen yet.
 * @param {{ directory?: string, version?: string }} [options]
 */
export function createPageServer({ directory = path.join(ROOT, 'dist'), version = readVersion() } = {}) {
  const serveFile = sirv(directory, {
    // Looks at the disk for every request: a rebuild while this runs must not be answered with old sizes.
    dev: true,
    etag: true,
    setHeaders(res, pathname) {
      // Names under /assets carry a hash of their contents; everything else may change behind the same name.
      const isHashed = pathname.startsWith('/assets/');
      res.setHeader('Cache-Control', isHashed ? 'public,max-age=31536000,immutable' : 'no-cache');
      res.setHeader('Accept-Ranges', 'bytes');
      const type = TYPES.get(path.extname(pathname).toLowerCase());
      if (type) res.setHeader('Content-Type', type);
    },
  });
  const identity = JSON.stringify({ name: 'everframe', version });

  return createServer((req, res) => {
    for (const [name, value] of Object.entries(ISOLATION)) res.setHeader(name, value);
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    if (req.url?.split('?')[0] === '/everframe.json') {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(identity);
      return;
    }
    if (!isPlainRange(req.headers.range)) delete req.headers.range;
    serveFile(req, res, () => {
      res
        .writeHead(404, { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': 'no-store' })
        .end('Not found\n');
    });
  });
}

/**
 * Listens on this machine's own address only. Rejects with Node's error (`EADDRINUSE` where the port is taken).
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<void>}
 */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function readVersion() {
  return String(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  const port = at < 0 ? 7373 : Number(process.argv[at + 1]);
  await listen(createPageServer(), port);
  console.log(`http://localhost:${port}/`);
}
