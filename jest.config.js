/**
 * Tests run on Node's own type stripping: no transform, ES modules throughout. One PostgreSQL serves the whole run. One
 * suite runs at a time, on however many cores: many suites start whole platforms of a dozen processes. A test's time limit
 * only guards against a hang; machines differ, and have other work.
 */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  reporters: ['default', '<rootDir>/tests/suiteLimit.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
  globalSetup: '<rootDir>/tests/globalSetup.ts',
  globalTeardown: '<rootDir>/tests/globalTeardown.ts',
};
