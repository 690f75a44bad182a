import { Recorder } from './recorder.ts';
import type { Recording } from './recording.ts';

/** Characters of a key from which on an execution is not remembered: few variables are that long, and none of them often. */
const keyAtMost = 4_096;
/** Keys that are remembered without a recording; whoever sends ever new variables costs no more than this. */
const seenAtMost = 4_096;
/** Failed recordings after which a key whose answers always change is left alone. */
const failuresAtMost = 4;
/** Share of the memory that one recording may take. */
const shareAtMost = 1 / 16;

/** What is known of an execution that begins: a recording to compare with, or whether to make one. */
export interface MemoEntry {
  readonly recording: Recording | undefined;
  readonly recorder: Recorder | undefined;
}

/**
 * Remembers executions of queries by what subgraphs answered. Every request still asks its subgraphs; but where each of
 * them answers with the same bytes as the last time, the client's answer is the same, and nothing has to be parsed, merged
 * and written again. A key is recorded when it is met the second time, and forgotten as soon as an answer differs.
 *
 * The memory is bounded in bytes; the recording that was not used for the longest time makes room.
 */
export class AnswerMemo {
  readonly #bytesAtMost: number;
  readonly #recordings = new Map<string, Recording>();
  /** Keys that were met, and how often a recording of them did not hold. */
  readonly #seen = new Map<string, number>();
  /** The last one in its place already. */
  #newest: Recording | undefined;
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  /** @param bytesAtMost bytes of all recordings together */
  constructor(bytesAtMost: number) {
    this.#bytesAtMost = bytesAtMost;
  }

  get statistics(): { readonly hits: number; readonly misses: number; readonly size: number; readonly bytes: number } {
    return { hits: this.#hits, misses: this.#misses, size: this.#recordings.size, bytes: this.#bytes };
  }

  /** An execution begins. */
  begin(key: string): MemoEntry {
    const recording = this.#recordings.get(key);
    if (recording) {
      if (recording !== this.#newest) {
        this.#recordings.delete(key);
        this.#recordings.set(key, recording);
        this.#newest = recording;
      }
      return { recording, recorder: undefined };
    }
    const failures = this.#seen.get(key);
    if (failures === undefined) this.#note(key, 0);
    const worthwhile = failures !== undefined && failures < failuresAtMost;
    return {
      recording: undefined,
      recorder: worthwhile ? new Recorder(this.#bytesAtMost * shareAtMost) : undefined,
    };
  }

  /** Remembers an execution; one that is remembered already stays. */
  add(key: string, recording: Recording | undefined): void {
    if (recording === undefined || this.#recordings.has(key)) return;
    this.#recordings.set(key, recording);
    this.#newest = recording;
    this.#bytes += recording.size;
    for (const [oldest, { size }] of this.#recordings) {
      if (this.#bytes <= this.#bytesAtMost) break;
      this.#recordings.delete(oldest);
      this.#bytes -= size;
    }
  }

  /** The same answers came again. */
  held(recording: Recording): void {
    this.#hits++;
    recording.credit++;
  }

  /** Another answer came: the recording is of no use any more. */
  failed(key: string, recording: Recording): void {
    this.#misses++;
    if (this.#recordings.get(key) !== recording) return;
    this.#recordings.delete(key);
    this.#bytes -= recording.size;
    this.#note(key, recording.credit > 0 ? 0 : (this.#seen.get(key) ?? 0) + 1);
  }

  #note(key: string, failures: number): void {
    this.#seen.delete(key);
    this.#seen.set(key, failures);
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > seenAtMost && !oldest.done) this.#seen.delete(oldest.value);
  }
}

/**
 * Key of an execution: its operation, for whom, and the variables. The tenant is part of it so that nothing of one tenant can
 * ever stand for another's, whatever subgraphs answer.
 *
 * @returns undefined when the variables are too long to be remembered
 */
export function memoKey(
  operation: number,
  scope: string,
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  const key = JSON.stringify([operation, scope, variables]);
  return key.length > keyAtMost ? undefined : key;
}
