// @ts-check
// Drives Chrome over a bare DevTools pipe. Playwright keeps every page it touches "visible"; this is the way to a tab
// that is really hidden. No dependency, and only what the hidden-tab tests need.
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
  let text = '';
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  fromBrowser.on('data', (/** @type {Buffer} */ data) => {
    text += data.toString();
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
      const message = JSON.parse(text.slice(0, end));
      text = text.slice(end + 1);
      const turn = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) turn?.reject(new Error(message.error.message));
      else turn?.resolve(message.result);
    }
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

  return {
    /** @param {string} url */
    async open(url) {
      const { targetId } = await send('Target.createTarget', { url });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      return {
        /** Runs an expression in the page and answers its (awaited) value. @param {string} expression */
        async evaluate(expression) {
          const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
          const answer = await send('Runtime.evaluate', options, sessionId);
          const failure = answer.exceptionDetails;
          if (failure) throw new Error(failure.exception?.description ?? failure.text);
          return answer.result.value;
        },
        toFront: () => send('Page.bringToFront', {}, sessionId),
      };
    },
    async close() {
      const gone = new Promise((resolve) => browser.once('exit', resolve));
      send('Browser.close').catch(() => undefined);
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 3000))]);
      browser.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
