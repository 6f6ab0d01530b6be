// What the server promises: isolation, types, ranges, caching, and a start that never takes somebody else's port.
import { execFile, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);
const MODEL = 'models/selfie-landscape.onnx';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm start` with a PORT, until it ends. */
async function start(port: string): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(process.execPath, ['tools/start.mjs'], {
      env: { ...process.env, PORT: port },
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

test('the page is cross-origin isolated, so WASM may use threads', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(() => crossOriginIsolated && typeof SharedArrayBuffer === 'function')).toBe(true);
});

test('every answer carries the isolation headers, a missing file too', async ({ request }) => {
  for (const path of ['/', '/everframe.json', `/${MODEL}`, '/missing.js']) {
    const headers = (await request.get(path)).headers();
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy'], path).toBe('require-corp');
    expect(headers['cross-origin-resource-policy'], path).toBe('same-origin');
  }
});

test('a missing file is a 404, never the page', async ({ request }) => {
  const answer = await request.get('/models/missing.onnx');
  expect(answer.status()).toBe(404);
  expect(await answer.text()).not.toContain('<html');
});

test('nothing outside dist is given away', async ({ request }) => {
  for (const path of ['/..%2fpackage.json', '/%2e%2e/package.json', '/assets/../../package.json']) {
    expect((await request.get(path)).status(), path).toBe(404);
  }
});

test('it says who it is', async ({ request }) => {
  const answer = (await (await request.get('/everframe.json')).json()) as unknown;
  expect(answer).toEqual({ name: 'everframe', version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown });
});

test('names with a hash are cached for good, all others are asked for again', async ({ request }) => {
  const script = readdirSync('dist/assets').find((name) => name.endsWith('.js'));
  const hashed = (await request.get(`/assets/${script ?? ''}`)).headers();
  expect(hashed['cache-control']).toContain('immutable');
  expect(hashed['content-type']).toContain('text/javascript');
  expect((await request.get('/')).headers()['cache-control']).toBe('no-cache');
  const model = (await request.get(`/${MODEL}`)).headers();
  expect(model['cache-control']).toBe('no-cache');
  expect(model['content-type']).toBe('application/octet-stream');
});

test('a range gives those bytes; one it cannot serve gives the whole file', async ({ request }) => {
  const size = statSync(`dist/${MODEL}`).size;
  const part = await request.get(`/${MODEL}`, { headers: { range: 'bytes=10-19' } });
  expect(part.status()).toBe(206);
  expect(part.headers()['content-range']).toBe(`bytes 10-19/${String(size)}`);
  expect((await part.body()).length).toBe(10);
  for (const range of ['bytes=-500', 'bytes=5-2', 'bytes=0-0', 'bytes=1-2,5-6']) {
    const whole = await request.get(`/${MODEL}`, { headers: { range } });
    expect(whole.status(), range).toBe(200);
    expect((await whole.body()).length, range).toBe(size);
  }
  expect((await request.get(`/${MODEL}`, { headers: { range: `bytes=${String(size)}-` } })).status()).toBe(416);
});

test('it only reads', async ({ request }) => {
  expect((await request.post('/')).status()).toBe(405);
});

test('a PORT that is none is refused with a reason', async () => {
  for (const port of ['eighty', '0', '70000', '80.5', '-1']) {
    const { code, stderr } = await start(port);
    expect(code, port).toBe(1);
    expect(stderr, port).toContain(`PORT is "${port}"`);
  }
});

test('where Everframe already runs, start points to it and ends', async ({ baseURL }) => {
  const { code, stdout } = await start(new URL(baseURL ?? '').port);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n').at(-1)).toBe(baseURL);
});

test('where something else has the port, start takes another and warns about settings', async () => {
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = (other.address() as AddressInfo).port;
  const child = spawn(process.execPath, ['tools/start.mjs'], { env: { ...process.env, PORT: String(taken) } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await expect.poll(() => output, { timeout: 60_000 }).toMatch(/http:\/\/localhost:\d+\/\n$/);
    expect(output).toContain(`Something else listens on port ${String(taken)}`);
    expect(output).toContain('Settings and permissions belong to an address');
    const address = output.trim().split('\n').at(-1) ?? '';
    expect(address).not.toBe(`http://localhost:${String(taken)}/`);
    expect((await fetch(`${address.replace('localhost', '127.0.0.1')}everframe.json`)).status).toBe(200);
  } finally {
    child.kill();
    other.close();
  }
});
