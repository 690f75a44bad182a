/** Keys whose values never reach a log: credentials, bodies and personal data. */
const redactedKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-inopsio-context',
  'password',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'connectionString',
  'databaseUrl',
  'adminUrl',
  'email',
  'phone',
  'body',
  'variables',
];

/** Pino's `redact.paths` for these keys, at the top of a log object and up to two levels inside it. */
export const redactedPaths: string[] = redactedKeys.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]);
