// @ts-check
// Drives Chrome over a bare DevTools pipe. Playwright keeps every page it touches "visible" and its permissions granted;
// this is the way to a tab that is really hidden, to workers, and to a browser that is to be hurt. No dependency.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @param {string} executable
 * @param {readonly string[]} flags
 */
export async function openRawChrome(executable, flags) {
  const profile = mkdtempSync(path.join(tmpdir(), 'everframe-chrome-'));
  const args = ['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...flags];
  const browser = spawn(executable, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , toBrowser, fromBrowser] = browser.stdio;
  if (!toBrowser || !('write' in toBrowser) || !fromBrowser) throw new Error('Chrome gave no DevTools pipe');
  let lastId = 0;
  /** @type {Buffer[]} */
  let parts = [];
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  /** @type {Set<(event: {method: string, params: any, sessionId?: string}) => void>} */
  const listeners = new Set();
  /** @param {string} text */
  const hear = (text) => {
    const message = JSON.parse(text);
    if (message.id === undefined) {
      for (const listener of listeners) listener(message);
      return;
    }
    const turn = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) turn?.reject(new Error(message.error.message));
    else turn?.resolve(message.result);
  };
  fromBrowser.on('data', (/** @type {Buffer} */ data) => {
    for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0)) {
      hear(Buffer.concat([...parts, data.subarray(0, end)]).toString());
      parts = [];
      data = data.subarray(end + 1);
    }
    if (data.length > 0) parts.push(data);
  });
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('Chrome has gone'));
    waiting.clear();
  });
  /**
   * @param {string} method
   * @param {object} [params]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  /**
   * Runs an expression in a page or a worker and answers its (awaited) value.
   * @param {string} sessionId
   * @param {string} expression
   */
  const evaluate = async (sessionId, expression) => {
    const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const answer = await send('Runtime.evaluate', options, sessionId);
    const failure = answer.exceptionDetails;
    if (failure) throw new Error(failure.exception?.description ?? failure.text);
    return answer.result.value;
  };

  return {
    pid: browser.pid ?? 0,
    send,
    evaluate,
    /** Hears every DevTools event. @param {(event: {method: string, params: any, sessionId?: string}) => void} listener */
    listen(listener) {
      listeners.add(listener);
    },
    /** @param {string} url */
    async open(url) {
      const { targetId } = await send('Target.createTarget', { url });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      return {
        targetId,
        sessionId,
        /** @param {string} expression */
        evaluate: (expression) => evaluate(sessionId, expression),
        toFront: () => send('Page.bringToFront', {}, sessionId),
      };
    },
    async close() {
      send('Browser.close').catch(() => undefined);
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 3000))]);
      browser.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
