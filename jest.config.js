/** Tests run on Node's own type stripping: no transform, ES modules throughout. One PostgreSQL serves the whole run. */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  reporters: ['default', '<rootDir>/tests/suiteLimit.ts'],
  testTimeout: 60_000,
  globalSetup: '<rootDir>/tests/globalSetup.ts',
  globalTeardown: '<rootDir>/tests/globalTeardown.ts',
};
