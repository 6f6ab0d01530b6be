// The page's entry: reads the address and what is remembered, starts the picture, then loads the view around it.
// The views come last: nothing that the first picture does not need is fetched before it.
import { createAutomation } from './app/automation';
import { createLog, logTroubles } from './app/log';
import { createStudio } from './app/studio';
import { guardWhileLive } from './app/while-live';
import { asEverframeError } from './base/errors';
import { NOTHING_REMEMBERED, parseRemembered } from './config/remembered';
import { readAddress } from './config/url-parameters';
import { installErrorTransfer } from './protocol/error-transfer';

const KEY = 'everframe';

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

installErrorTransfer();
const { view, parameters, problems } = readAddress(location.search, location.hash);
const log = createLog(parameters.log ?? (parameters.debug ? 'debug' : 'warn'));
for (const problem of problems) log.warn(problem);

const studio = createStudio({
  parameters: view === 'obs' ? { source: 'camera', autostart: true, ...parameters } : parameters,
  problems,
  remembered: parseRemembered(readStored()),
  remember(record) {
    // OBS has settings of its own in the address; the studio's are not changed from there. How fast the machine is
    // stays true whoever measured it.
    const before = parseRemembered(readStored()) ?? NOTHING_REMEMBERED;
    try {
      localStorage.setItem(KEY, JSON.stringify(view === 'obs' ? { ...before, timings: record.timings } : record));
    } catch (error) {
      log.warn('settings could not be kept', error);
    }
  },
  unattended: view === 'obs',
});
globalThis.everframe = createAutomation(studio);
if (parameters.debug)
  studio.subscribe((snapshot) => {
    log.debug('snapshot', snapshot);
  });

const tell = logTroubles(log);
studio.subscribe(({ trouble }) => {
  tell(trouble);
});

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

studio.start().catch((error: unknown) => {
  tell(asEverframeError(error));
});

if (view === 'obs') {
  document.title = 'Everframe output';
  target.replaceChildren(studio.programCanvas);
} else {
  guardWhileLive(studio);
  // No await at the top level: with one, the bundler shares no code between this chunk and those that it loads.
  import('./ui/mount').then(
    ({ mountStudio }) => {
      mountStudio(target, studio);
    },
    (error: unknown) => {
      log.error('the controls could not be loaded', error);
      const words = document.createElement('p');
      words.role = 'alert';
      words.textContent = 'The controls could not be loaded; the picture goes on. Reload this page to try again.';
      target.className = 'bare';
      target.replaceChildren(words, studio.programCanvas);
    },
  );
}
