import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabaseServer } from '#tests/postgres.ts';
import { prepareDatabase } from './prepareDatabase.ts';

test('several databases are prepared at once and again, and their logins reach only their own', async () => {
  const superuserUrl = await testDatabaseServer();
  const names = ['one', 'two', 'three'].map((name) => `${name}_${randomBytes(5).toString('hex')}`);
  const prepareAll = (suffix: string) =>
    Promise.all(
      names.map((name) =>
        prepareDatabase({ superuserUrl, name, ownerPassword: `o'${suffix}`, appPassword: `a b/${suffix}` }),
      ),
    );
  await prepareAll('first');
  const [one, two] = await prepareAll('second');
  try {
    expect(await first(one!.databaseUrl, 'SELECT current_user AS value')).toBe(`${names[0]}_app`);
    expect(await first(one!.adminUrl, 'SELECT current_database() AS value')).toBe(names[0]);
    const foreign = new URL(one!.databaseUrl);
    foreign.pathname = new URL(two!.databaseUrl).pathname;
    await expect(first(foreign.href, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
    expect(await first(one!.databaseUrl, 'SELECT current_setting($$statement_timeout$$) AS value')).toBe('5s');
  } finally {
    for (const name of names) {
      await first(superuserUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await first(superuserUrl, `DROP ROLE ${name}_owner, ${name}_app, ${name}_tenants`);
    }
  }
});

test.each(['', 'Crm', 'crm-x', 'crm; DROP', 'a'.repeat(40)])('the name %j is refused', async (name) => {
  const superuserUrl = await testDatabaseServer();
  const plan = { superuserUrl, name, ownerPassword: 'o', appPassword: 'a' };
  await expect(prepareDatabase(plan)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

async function first(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0]?.value;
  } finally {
    await client.end();
  }
}
