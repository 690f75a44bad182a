import { parse } from 'yaml';
import { CodedError } from '#platform/errors/codedError.ts';
import { defaultShaping, type Shaping, type ShapingOptions } from './shapingOptions.ts';

/**
 * Reads shaping from YAML: `all` and, by name below `subgraphs`, what differs there; every value as in {@link Shaping}.
 *
 * @param file its name, for the message
 * @throws CodedError CONFIG_INVALID that names every wrong value
 */
export function readShaping(text: string, file: string): ShapingOptions {
  const wrong: string[] = [];
  const given = parsed(text, file);
  const subgraphs = Object.entries(recordOf(given.subgraphs, 'subgraphs', wrong));
  const options: ShapingOptions = {
    all: shapingIn(given.all, 'all', wrong),
    subgraphs: Object.fromEntries(subgraphs.map(([name, value]) => [name, shapingIn(value, name, wrong)])),
  };
  for (const name of Object.keys(given)) if (name !== 'all' && name !== 'subgraphs') wrong.push(name);
  if (wrong.length === 0) return options;
  throw new CodedError('CONFIG_INVALID', {
    message: `SHAPING_FILE ${file} has values that cannot be used: ${wrong.join(', ')}.`,
  });
}

function parsed(text: string, file: string): Record<string, unknown> {
  try {
    return recordOf(parse(text), file, []);
  } catch (cause) {
    throw new CodedError('CONFIG_INVALID', { message: `SHAPING_FILE ${file} is not YAML.`, cause });
  }
}

function recordOf(value: unknown, name: string, wrong: string[]): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  wrong.push(name);
  return {};
}

function shapingIn(value: unknown, place: string, wrong: string[]): Partial<Shaping> {
  const shaping: Record<string, number> = {};
  for (const [name, number] of Object.entries(recordOf(value, place, wrong))) {
    const fits = typeof number === 'number' && Number.isFinite(number) && number >= 0;
    if (fits && Object.hasOwn(defaultShaping, name)) shaping[name] = number;
    else wrong.push(`${place}.${name}`);
  }
  return shaping;
}
