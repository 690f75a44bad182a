import pg from 'pg';
import { canonicalDecimal } from '../decimal/canonicalDecimal.ts';

const timestampWithZoneType = 1184;
const dateType = 1082;
const numericType = 1700;
const utcPattern = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/;

/**
 * How values come out of the database: timestamps as RFC 3339 in UTC, dates as `YYYY-MM-DD`, `NUMERIC` as exact
 * decimals in the product's one form, the rest as `pg` gives them (`BIGINT` as strings, JSON parsed).
 */
export const columnTypes = new pg.TypeOverrides();
columnTypes.setTypeParser(timestampWithZoneType, timestamp);
columnTypes.setTypeParser(dateType, (text: string) => text);
columnTypes.setTypeParser(numericType, canonicalDecimal);

/**
 * Keeps microseconds where there are any, at least three digits: a cursor made from a timestamp must find its row again.
 * A text of another form (`infinity`, a year beyond 9999) is given as it is.
 */
function timestamp(text: string): string {
  const parts = utcPattern.exec(text);
  if (!parts) return text;
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z`;
}
