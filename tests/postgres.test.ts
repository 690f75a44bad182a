import { expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase } from './postgres.ts';

test('each database is empty, its own, and gone after drop', async () => {
  const [one, two] = await Promise.all([createTestDatabase('Same-Name'), createTestDatabase('Same-Name')]);
  const client = new Client({ connectionString: one.url });
  await client.connect();
  await client.query('CREATE TABLE only_in_one ()');
  const other = new Client({ connectionString: two.url });
  await other.connect();
  await expect(other.query('TABLE only_in_one')).rejects.toThrow('does not exist');
  await client.end();
  await other.end();
  await one.drop();
  await two.drop();
  const late = new Client({ connectionString: one.url });
  await expect(late.connect()).rejects.toThrow('does not exist');
});
