// What the page remembers for the eye and the hand: theme, and whether single keys act. Nothing of the programme.
// Storage may be refused (private windows, policies): then the choice holds until the page is closed.

export type Theme = 'system' | 'light' | 'dark';
const THEME_KEY = 'everframe.theme';
const KEYS_KEY = 'everframe.single-keys';

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Refused: the choice still holds for this page.
  }
}

export class Preferences {
  theme = $state<Theme>('system');
  singleKeys = $state(true);

  constructor() {
    const theme = remembered(THEME_KEY);
    if (theme === 'light' || theme === 'dark') this.setTheme(theme);
    this.singleKeys = remembered(KEYS_KEY) !== 'off';
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    remember(THEME_KEY, theme);
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    remember(KEYS_KEY, on ? 'on' : 'off');
  }
}
