// Shows the studio in one canned state, chosen by the address: gallery.html#slate. For looking and for the checks.
import { mountStudio } from '../../../src/ui/mount';
import { createFakeStudio, type FakeStudio } from '../fixtures/fake-studio';
import { personCutOut } from '../fixtures/presenter';
import { liveSnapshot, STATES } from '../fixtures/snapshots';

declare global {
  // The checks drive the canned studio through it.
  var fakeStudio: FakeStudio;
}

const name = decodeURIComponent(location.hash.slice(1));
const snapshot = (STATES[name] ?? liveSnapshot)(Date.now());
const person = name === 'first-visit-early' ? null : personCutOut();
const app = document.getElementById('app');
globalThis.fakeStudio = createFakeStudio(snapshot, person);
if (app !== null) mountStudio(app, globalThis.fakeStudio);
