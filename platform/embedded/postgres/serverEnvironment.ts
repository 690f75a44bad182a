/** The environment of PostgreSQL's programs: no PGDATA, PGPORT or locale of the caller reaches them. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
