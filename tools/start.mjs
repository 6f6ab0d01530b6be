// @ts-check
// `npm start`: installs and builds what is missing, then serves the page on this machine and prints its address.
// Runs with nothing installed; whatever needs a package is imported after the installation.
import { get } from 'node:http';
import { connect } from 'node:net';
import { StepFailed, buildWhenStale, installMissing, requireNode } from './prepare.mjs';

const DEFAULT_PORT = 7373;
/** How many further ports are tried before giving up. */
const TRIES = 20;

/** @param {number} port */
const addressOf = (port) => `http://localhost:${port}/`;

/** @param {string | undefined} text */
function readPort(text) {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new StepFailed(`PORT is "${text}"; it has to be a whole number from 1 to 65535.`);
}

/**
 * Version of the Everframe that answers on a port, or null where none does.
 * @param {number} port
 * @returns {Promise<string | null>}
 */
function findEverframe(port) {
  return new Promise((resolve) => {
    // Not fetch(): it was seen to stay pending for good, with nothing left to keep Node alive, where the other side
    // closes every connection at once.
    const request = get({ host: '127.0.0.1', port, path: '/everframe.json', agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
        // Whatever this is, it is no short description.
        if (text.length > 10_000) request.destroy();
      });
      answer.on('end', () => resolve(readVersion(text)));
    });
    const deadline = setTimeout(() => request.destroy(), 1500);
    request.on('error', () => resolve(null));
    request.on('close', () => {
      clearTimeout(deadline);
      resolve(null);
    });
  });
}

/** @param {string} text */
function readVersion(text) {
  try {
    const { name, version } = JSON.parse(text);
    return name === 'everframe' ? String(version) : null;
  } catch {
    return null;
  }
}

/**
 * Whether something listens on ::1. Browsers try that first for "localhost", so a port taken there would show
 * somebody else's page although 127.0.0.1 was free.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isTakenOnIpv6(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '::1', port, timeout: 500 });
    /** @param {boolean} taken */
    const end = (taken) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} false where something else has the port
 */
async function serveOn(port) {
  const { createPageServer, listen } = await import('../server/serve.mjs');
  if (await isTakenOnIpv6(port)) return false;
  try {
    await listen(createPageServer(), port);
    return true;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === 'EADDRINUSE') return false;
    if (code === 'EACCES')
      throw new StepFailed(`This account may not listen on port ${port}; try one above 1024 (PORT=7373).`);
    throw error;
  }
}

/**
 * @param {number} port
 * @param {string} version
 */
function pointTo(port, version) {
  console.log(`Everframe ${version} is already running:`);
  console.log(addressOf(port));
}

async function start() {
  requireNode();
  const asked = readPort(process.env.PORT);
  const running = await findEverframe(asked);
  if (running !== null) {
    pointTo(asked, running);
    return;
  }
  installMissing();
  buildWhenStale();
  const last = Math.min(asked + TRIES, 65535);
  for (let port = asked; port <= last; port++) {
    if (await serveOn(port)) {
      if (port !== asked) {
        console.log(`Something else listens on port ${asked}, so this is port ${port}.`);
        console.log('Settings and permissions belong to an address: those made on another port are not seen here.');
      }
      console.log(addressOf(port));
      return;
    }
    const other = await findEverframe(port);
    if (other !== null) {
      pointTo(port, other);
      return;
    }
  }
  throw new StepFailed(`No port from ${asked} to ${last} is free; set PORT to one that is.`);
}

try {
  await start();
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
