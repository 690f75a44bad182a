import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { OutboxSettings } from './outboxSettings.ts';

/** A part of the subgraph as a process that is killed and started again. */
export class KillablePart {
  readonly #part: string;
  readonly #settings: OutboxSettings;
  readonly #perSecond: number;
  #child: ChildProcess | undefined;
  #generation = 0;

  constructor(part: 'writer' | 'relay' | 'consumer', settings: OutboxSettings, perSecond: number) {
    this.#part = part;
    this.#settings = settings;
    this.#perSecond = perSecond;
  }

  async start(): Promise<void> {
    const given = { ...this.#settings, part: this.#part, perSecond: this.#perSecond, generation: this.#generation++ };
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
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
