import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../config/projectRoot.ts';
import { runCommand } from './runCommand.ts';

/** Whether containers can be started here: an engine answers, and the client has its compose plugin. */
export async function composeRuns(): Promise<boolean> {
  const [engine, plugin] = await Promise.all([
    runCommand('docker', ['info', '--format', '{{.ServerVersion}}']),
    runCommand('docker', ['compose', 'version']),
  ]);
  return engine.status === 0 && plugin.status === 0;
}

/** Runs `docker compose` on the project's file, with this process's streams; gives its exit status. */
export async function compose(...args: string[]): Promise<number> {
  const child = spawn('docker', ['compose', ...args], { cwd: projectRoot, stdio: 'inherit' });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}
