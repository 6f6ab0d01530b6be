// Lint rules, and the layers: one table says which folder of src may import which, everything else follows from it.
// How code looks is prettier's business alone.
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const PURE = ['base', 'config', 'telemetry'];
const ENGINE = [
  'protocol',
  'frames',
  'kernels',
  'gpu',
  'sources',
  'fallback',
  'loop',
  'inference',
  'faces',
  'compositor',
  'pipeline',
  'outputs',
];

/**
 * Folder of src: what it may import from. `*\/dom` is the part of any folder that runs on the page.
 * `types` may be imported with `import type` only.
 * @type {Record<string, { imports: string[], types?: string[] }>}
 */
const LAYERS = {
  base: { imports: [] },
  config: { imports: ['base'] },
  telemetry: { imports: ['base', 'config'] },
  // Told samples, it answers a rung, and imports nothing that it controls.
  scheduler: { imports: PURE },
  benchmark: { imports: [...PURE, 'scheduler'] },
  // What a worker is asked for names looks and stages of the engine seam: types, no code.
  protocol: { imports: PURE, types: ['compositor/engine'] },
  frames: { imports: [...PURE, 'protocol'] },
  gpu: { imports: [...PURE, 'protocol'] },
  kernels: { imports: ['base'] },
  sources: { imports: [...PURE, 'protocol', 'frames'] },
  fallback: { imports: [...PURE, 'protocol', 'frames', 'sources'] },
  loop: { imports: [...PURE, 'protocol', 'frames', 'sources'], types: ['faces/face-reader'] },
  inference: { imports: [...PURE, 'protocol', 'frames', 'gpu'] },
  faces: { imports: [...PURE, 'protocol', 'inference'] },
  compositor: { imports: [...PURE, 'protocol', 'frames', 'gpu', 'kernels', 'inference'] },
  pipeline: { imports: [...PURE, 'protocol', 'frames', 'compositor', 'inference'] },
  outputs: { imports: [...PURE, 'protocol', 'frames'] },
  services: { imports: [...PURE, ...ENGINE] },
  workers: { imports: ['protocol', 'services'] },
  app: { imports: [...PURE, 'scheduler', 'benchmark', 'protocol', 'frames', '*/dom'], types: ['compositor/engine'] },
  ui: { imports: [...PURE, 'benchmark', 'app'] },
};
const FOLDERS = Object.keys(LAYERS);

/**
 * A pattern for imports that climb out of a folder into one that is not in the list.
 * @param {string[]} allowed
 */
function outside(allowed) {
  const places = allowed.map((place) => place.replace('*', '[^/]+')).join('|');
  // An empty list allows nothing, and `(?!(?:)...)` would forbid nothing.
  const exception = allowed.length > 0 ? `(?!(?:${places})(?:/|$))` : '';
  return `^(?:\\.\\./)+${exception}(?:${FOLDERS.join('|')})(?:/|$)`;
}

/** @param {string} folder */
function layerRule(folder) {
  const { imports, types = [] } = LAYERS[folder] ?? { imports: [] };
  // A folder's own subfolders reach their siblings through its name now and then.
  const own = [folder, ...imports];
  const message = `${folder} may import from: ${own.join(', ')}. See the table in eslint.config.js.`;
  const patterns = [{ regex: outside([...own, ...types]), message }];
  for (const place of types) {
    patterns.push({
      regex: `^(?:\\.\\./)+${place}$`,
      message: `${folder} may import only types from ${place}.`,
      allowTypeImports: true,
    });
  }
  // The engine has no DOM; what needs one lies in a folder called dom and is the page's.
  const dom = ENGINE.includes(folder) || folder === 'services' || folder === 'workers';
  const domPattern = {
    regex: '(?:^|/)dom/',
    message: 'This runs in a worker; a folder called dom belongs to the page.',
  };
  // The other rule does not see import(). Its selectors take no slash inside a pattern.
  const dynamic = outside([...own, ...types]).replaceAll('/', '\\x2F');
  const rules = (/** @type {object[]} */ list) => ({
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: list }],
    'no-restricted-syntax': ['error', { selector: `ImportExpression[source.value=/${dynamic}/]`, message }],
  });
  return [
    { files: [`src/${folder}/**/*.{ts,svelte}`], rules: rules(dom ? [...patterns, domPattern] : patterns) },
    ...(dom ? [{ files: [`src/${folder}/**/dom/**/*.ts`], rules: rules(patterns) }] : []),
  ];
}

export default ts.config(
  { ignores: ['dist/', '.cache/', 'test-results/', 'src/kernels/build/', 'src/kernels/assembly/', 'shared/'] },
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Numbers read well inside a template, and that is what most of them hold.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // What is undefined in TypeScript the compiler says; this rule knows less.
      'no-undef': 'off',
      // `== null` is the one comparison that means both null and undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    // Types of markup are svelte-check's: to this parser the arguments of inline handlers are `any`.
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  ...FOLDERS.flatMap(layerRule),
  {
    // Plain JavaScript, which runs before anything is installed: no types to check with.
    files: ['**/*.mjs', '**/*.js'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error' },
  },
  prettier,
  svelte.configs.prettier,
);
