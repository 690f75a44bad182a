import { type Spawned, spawnStart } from '#platform/embedded/testing/spawnStart.ts';

/** The platform as a child process that can be killed and started again on the same data. */
export interface KillablePlatform {
  readonly kills: number;
  /** Starts it and waits until it is ready. */
  start(): Promise<void>;
  /** Ends it by SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does; resolves when it is gone. Does nothing where it does not run. */
  stop(): Promise<void>;
}

/** @param dataDir folder of its data, which lives longer than the processes */
export function killablePlatform(dataDir: string): KillablePlatform {
  let child: Spawned | undefined;
  let kills = 0;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const { process: running, ended } = child!;
    child = undefined;
    running.kill(signal);
    await ended;
  }

  return {
    get kills() {
      return kills;
    },
    async start() {
      child = spawnStart({ DATA_DIR: dataDir });
      await child.says(/Ready in [\d.]+ s/);
    },
    async kill() {
      kills += 1;
      await end('SIGKILL');
    },
    async stop() {
      if (child) await end('SIGINT');
    },
  };
}
