import { expect, test } from '@jest/globals';
import { createLogger } from './logger.ts';

test('writes one JSON object per line, with name and time, and never credentials or personal data', () => {
  const lines: string[] = [];
  const logger = createLogger('router', { write: (line) => lines.push(line) });
  logger.info(
    {
      request: { headers: { authorization: 'canary', 'x-inopsio-context': 'canary', accept: 'seen' }, body: 'canary' },
      token: 'canary',
      user: { email: 'canary', id: 'seen' },
      connectionString: 'canary',
    },
    'hello',
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('canary');
  const { time, ...rest } = JSON.parse(lines[0]!);
  expect(new Date(time).toISOString()).toBe(time);
  expect(rest).toMatchObject({
    name: 'router',
    msg: 'hello',
    request: { headers: { authorization: '[redacted]', accept: 'seen' }, body: '[redacted]' },
    user: { email: '[redacted]', id: 'seen' },
  });
});

test('keeps to the level that LOG_LEVEL names', () => {
  const lines: string[] = [];
  const before = process.env.LOG_LEVEL;
  process.env.LOG_LEVEL = 'warn';
  const logger = createLogger('router', { write: (line) => lines.push(line) });
  if (before === undefined) delete process.env.LOG_LEVEL;
  else process.env.LOG_LEVEL = before;
  logger.info('not written');
  logger.warn('written');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['written']);
});

test('quoted text cannot begin another line, whatever a reader takes for the end of one', () => {
  const lines: string[] = [];
  const logger = createLogger('router', { write: (line) => lines.push(line) });
  const documentId = 'a\u2028{"level":60}\u2029b\u0085c\nd';
  logger.warn({ documentId }, 'refused');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n\u0085\u2028\u2029]*\n$/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ documentId });
});
