export default {
  testEnvironment: 'node',
  // Jest's way of taking leftovers from the global scope calls itself without end when one of them is set once more.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/fixtures/', '<rootDir>/dist/'],
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  testTimeout: 30000,
  maxWorkers: 2,
};
