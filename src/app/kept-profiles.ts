// Profiles: settings files by name, kept in this browser. Storage may be refused: then saving says so.
import { EverframeError } from '../base/errors';

const KEY = 'everframe.profiles';

function all(): Readonly<Record<string, string>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

function write(profiles: Readonly<Record<string, string>>): string[] {
  try {
    localStorage.setItem(KEY, JSON.stringify(profiles));
  } catch (error) {
    throw new EverframeError('internal', 'the profile was not kept: this browser stores nothing for this page', {
      cause: error,
    });
  }
  return Object.keys(profiles);
}

export const keptProfiles = {
  all,
  keep: (name: string, text: string) => write({ ...all(), [name]: text }),
  drop: (name: string) => write(Object.fromEntries(Object.entries(all()).filter(([one]) => one !== name))),
};
