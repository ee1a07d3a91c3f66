import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const tests = ['test/**/*.ts', 'packages/*/test/**/*.ts']
const sources = ['src/**/*.ts', 'packages/*/src/**/*.ts']
const scripts = ['**/*.js', '**/*.cjs']

/** oclif finds a command, and the plugin host a plugin, by its default export; nobody else does. */
const defaultExporters = [
  'src/commands/**/*.ts',
  'src/hooks/**/*.ts',
  'packages/*/src/{directory,generator,*-generator}.ts',
  'templates/*/src/generator.ts',
  '*.config.js',
]

const runtime = ['process', 'URL', 'console', 'setTimeout', 'clearTimeout', 'Buffer', 'TextDecoder', 'fetch']

const browser = [
  ...[
    'document',
    'window',
    'matchMedia',
    'innerHeight',
    'addEventListener',
    'FormData',
    'IntersectionObserver',
  ],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
]

export default defineConfig(
  globalIgnores(['**/dist/', 'coverage/', 'packages/*/test/golden/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // After a look at the length there is no other way to say that an index is within it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Taking a string apart by code points is what a spread is for.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Objects here are plain ones whose functions close over what they need: they may be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // A call that gives nothing may be what an arrow function is, and a way to leave early.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // The ports are promises; what needs no waiting may still answer with one.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    rules: {
      'no-console': 'error',
      // Control characters in names and files are what many expressions here look for.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      complexity: ['error', 20],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'exit',
          message: 'Only bin/ ends the process: throw, or answer with a code.',
        },
      ],
    },
  },
  { files: defaultExporters, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: sources,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: sources,
    ignores: ['src/network/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only src/network connects: take a fetch.' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      // `expect(x).to.be.true` is how chai asks.
      '@typescript-eslint/no-unused-expressions': 'off',
      // `json<Listing>()` says what a test expects to be there.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: scripts,
    languageOptions: { globals: Object.fromEntries(runtime.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['src/report/page/*.js'],
    languageOptions: { globals: Object.fromEntries(browser.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
  {
    files: ['bin/**/*.js', 'scripts/**/*.js', 'bench/**/*.js'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
)
