import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { OutboxSettings, WritingPlan } from './outboxSettings.ts';

/** A part of the subgraph as a process that is killed and started again. */
export class KillablePart {
  readonly #part: string;
  readonly #settings: OutboxSettings;
  readonly #plan: WritingPlan;
  #child: ChildProcess | undefined;
  #generation = 0;

  constructor(part: 'writer' | 'relay' | 'consumer', settings: OutboxSettings, plan: WritingPlan) {
    this.#part = part;
    this.#settings = settings;
    this.#plan = plan;
  }

  async start(): Promise<void> {
    const given = { ...this.#settings, part: this.#part, plan: this.#plan, generation: this.#generation++ };
    this.#child = fork(join(import.meta.dirname, 'program.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { PATH: process.env.PATH, OUTBOX_TRIAL: JSON.stringify(given) },
    });
    await once(this.#child, 'message');
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    if (hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** SIGSTOP: it stands still and keeps its connections. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on after {@link freeze}. */
  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Resolves when it has ended by itself, or the time is over. */
  async ended(within: number): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    await once(child, 'exit', { signal: AbortSignal.timeout(within) }).catch(() => undefined);
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
