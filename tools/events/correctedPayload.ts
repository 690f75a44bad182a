import { readFile } from 'node:fs/promises';
import { payloadFaults } from '#kit/outbox/payloadFaults.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { masked } from '#platform/pii/personalData.ts';
import { isSealed } from '#platform/pii/sealedValue.ts';
import type { DeadLetter } from './deadLetters.ts';
import type { CommandLine } from './readCommandLine.ts';
import { UsageError } from './usage.ts';
import { contractOf } from './visible.ts';

type Payload = Record<string, unknown>;

/**
 * The payload that an operator gives, checked against the contract. A personal value that is `***`, as shown, stays what it was;
 * another one is refused, since the desk has no keys to encrypt it.
 *
 * @throws UsageError when it is no JSON object; CodedError EVENT_INVALID when it does not keep to the contract or would change what
 * the event is about
 */
export async function correctedPayload({ options }: CommandLine, letter: DeadLetter): Promise<Payload> {
  const given = await readGiven(options.payload, options.file);
  const contract = contractOf(letter.topic);
  if (!contract) throw invalid(letter, [`the topic ${letter.topic} has no contract`]);
  const before = letter.event.payload as Payload;
  const faults: string[] = [];
  for (const { name, pii } of contract.fields) {
    if (!pii || given[name] === undefined || given[name] === null) continue;
    if (given[name] === masked && before[name] !== undefined) given[name] = before[name];
    else if (given[name] !== before[name]) faults.push(`${name} is personal data; leave ${masked} to keep it`);
  }
  for (const name of new Set(['tenant_id', contract.key]))
    if (!letter.payloadLeftOut && given[name] !== before[name]) faults.push(`${name} cannot be changed`);
  const sealed = (name: string) => isSealed(given[name]);
  const readable = Object.fromEntries(Object.entries(given).filter(([name]) => !sealed(name)));
  const fields = contract.fields.filter(({ name }) => !sealed(name));
  faults.push(...payloadFaults({ ...contract, fields }, readable));
  if (faults.length > 0) throw invalid(letter, faults);
  return given;
}

async function readGiven(text: string | undefined, file: string | undefined): Promise<Payload> {
  if ((text === undefined) === (file === undefined)) throw new UsageError('Give either --payload or --file.');
  try {
    const given = JSON.parse(text ?? (await readFile(file!, 'utf8')));
    if (given !== null && typeof given === 'object' && !Array.isArray(given)) return given;
  } catch (error) {
    throw new UsageError(`The payload cannot be read: ${(error as Error).message}`);
  }
  throw new UsageError('The payload is no JSON object.');
}

function invalid({ topic }: DeadLetter, faults: readonly string[]): CodedError {
  return new CodedError('EVENT_INVALID', { message: `Not a payload of ${topic}: ${faults.join(', ')}.` });
}
