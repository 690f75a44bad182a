import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

/** What a command line says. */
export interface CommandLine {
  /** e.g. `list` or `dlq edit`. */
  readonly command: string;
  /** What stands behind the command, e.g. an event's id. */
  readonly target: string | undefined;
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly confirm: boolean;
  /** Who asks, for the audit. */
  readonly as: string;
}

/** The options that each command takes beside `--json` and `--as`, and whether it takes a target. */
const commands: Readonly<Record<string, { readonly options: readonly string[]; readonly target?: true }>> = {
  list: { options: ['topic', 'tenant', 'key', 'since', 'limit'] },
  tail: { options: ['topic', 'tenant', 'count'] },
  show: { options: ['topic'], target: true },
  lag: { options: ['group'] },
  'dlq list': { options: ['topic', 'consumer', 'state'] },
  'dlq show': { options: ['consumer'], target: true },
  'dlq edit': { options: ['consumer', 'payload', 'file'], target: true },
  'dlq replay': { options: ['consumer'], target: true },
  'dlq resolve': { options: ['consumer', 'note'], target: true },
  replay: { options: ['group', 'from'] },
};
const longest = { note: 1_000, as: 100, target: 200 };

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const words = args[0] === 'dlq' ? 2 : 1;
  const command = args.slice(0, words).join(' ');
  const known = commands[command];
  if (!known) throw new UsageError(command === '' ? 'A command is missing.' : `There is no command ${command}.`);
  const { values, positionals } = parse(args.slice(words), known.options);
  const { json, confirm, as = userInfo().username, ...options } = values as Record<string, string | undefined>;
  if (positionals.length !== (known.target ? 1 : 0))
    throw new UsageError(known.target ? `${command} takes one event id.` : `${command} takes options only.`);
  const target = positionals[0];
  if (as.trim() === '' || as.length > longest.as) throw new UsageError('--as needs a name of at most 100 characters.');
  if ((target?.length ?? 0) > longest.target) throw new UsageError('This is no event id.');
  if ((options.note?.length ?? 0) > longest.note) throw new UsageError('A note has at most 1,000 characters.');
  return { command, target, options, json: Boolean(json), confirm: Boolean(confirm), as };
}

function parse(args: string[], names: readonly string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        as: { type: 'string' },
        ...(names.includes('from') && { confirm: { type: 'boolean' } }),
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The whole number of an option. @throws UsageError */
export function wholeNumber({ options }: CommandLine, name: string, most: number): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new UsageError(`--${name} needs a number from 1 to ${most}.`);
  return value;
}
