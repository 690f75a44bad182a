import { type DeadLetterNote, deadLetterRecord, type WrittenNote } from '#kit/inbox/deadLetterNote.ts';
import { isIdentified } from '#kit/inbox/isIdentified.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { correctedPayload } from '../correctedPayload.ts';
import { type DeadLetter, findDeadLetter, type LetterState, readDeadLetters } from '../deadLetters.ts';
import type { Command, Desk } from '../desk.ts';
import type { CommandLine } from '../readCommandLine.ts';
import { UsageError } from '../usage.ts';
import { contractOf, table, visibleLetter } from '../visible.ts';

const states: readonly LetterState[] = ['open', 'edited', 'replaying', 'done', 'resolved'];
/** The consumer under whose name the relay puts aside what the log refuses. */
const relay = 'kit.relay';

/** `dlq list`: dead letters that need somebody, unless another state is asked for. */
export const list: Command = async (desk, { options, json }) => {
  const { topic, consumer, state } = options;
  if (topic !== undefined && !contractOf(topic)) throw new UsageError(`There is no topic ${topic}.`);
  if (state !== undefined && state !== 'all' && !states.includes(state as LetterState))
    throw new UsageError(`--state is one of ${states.join(', ')} or all.`);
  const wanted = (one: DeadLetter) =>
    (consumer === undefined || one.consumer === consumer) &&
    (state === 'all' || (state === undefined ? !isClosed(one) : one.state === state));
  const letters = (await readDeadLetters(desk, topic === undefined ? undefined : [topic])).filter(wanted);
  const rows = letters.map((one) => [one.event_id, one.died_at, one.state, one.topic, one.consumer, one.reason]);
  if (json) desk.print(JSON.stringify(letters.map(visibleLetter)));
  else for (const row of table(rows)) desk.print(row);
  return letters.length > 0;
};

/** `dlq show`: one dead letter with its event and history. */
export const show: Command = async (desk, line) => {
  const letter = await target(desk, line);
  desk.print(JSON.stringify(visibleLetter(letter), null, line.json ? 0 : 2));
  return true;
};

/** `dlq edit`: gives the event a corrected payload, for the next replay. */
export const edit: Command = async (desk, line) => {
  const letter = openOnly(await target(desk, line));
  const payload = await correctedPayload(line, letter);
  await write(desk, line, letter, { kind: 'edited', payload });
  return report(desk, line, letter, 'edited');
};

/** `dlq replay`: hands the event to its consumer again; `dlq show` tells what came of it. */
export const replay: Command = async (desk, line) => {
  const letter = openOnly(await target(desk, line));
  const { event } = letter;
  if (letter.payloadLeftOut) throw failed('Its payload is not in the log; edit it first.');
  if (!isIdentified(event)) throw failed('It has no event_id or tenant_id, so no consumer can have its effect once.');
  if (letter.consumer === relay) {
    await desk.log.append([event]);
    await write(desk, line, letter, { kind: 'done' });
    return report(desk, line, letter, 'done');
  }
  await write(desk, line, letter, { kind: 'replayed', event });
  return report(desk, line, letter, 'replaying');
};

/** `dlq resolve`: closes the letter; its event stays without effect. */
export const resolve: Command = async (desk, line) => {
  const note = line.options.note?.trim();
  if (!note) throw new UsageError('--note says why it is closed.');
  const letter = openOnly(await target(desk, line));
  await write(desk, line, letter, { kind: 'resolved', note });
  return report(desk, line, letter, 'resolved');
};

const isClosed = ({ state }: DeadLetter) => state === 'done' || state === 'resolved';
const failed = (message: string) => new CodedError('BAD_REQUEST', { message });
const target = (desk: Desk, line: CommandLine) => findDeadLetter(desk, line.target!, line.options.consumer);

function openOnly(letter: DeadLetter): DeadLetter {
  if (isClosed(letter)) throw failed(`It is ${letter.state} already.`);
  return letter;
}

async function write({ log }: Desk, { as }: CommandLine, letter: DeadLetter, note: DeadLetterNote): Promise<void> {
  const written: WrittenNote = { ...note, consumer: letter.consumer, event_id: letter.event_id, by: as };
  await log.append([deadLetterRecord(written, letter.event, 'event-desk')]);
}

function report({ print }: Desk, { json }: CommandLine, letter: DeadLetter, state: LetterState): true {
  const { event_id, consumer } = letter;
  print(json ? JSON.stringify({ event_id, consumer, state }) : `${event_id} of ${consumer}: ${state}`);
  return true;
}
