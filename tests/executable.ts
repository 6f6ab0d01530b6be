/** The browser under test: `npm test` has found it and says where it is. */
export const executable = () => process.env.CHROMIUM ?? '/usr/bin/chromium';
