import { CodedError } from '#platform/errors/codedError.ts';
import { runCommand } from '../runCommand.ts';

const program = 'redis-server';

/**
 * Gives the command of redis-server. Where it is missing, Debian's package is installed if this process may do that.
 * @throws CodedError SERVICE_START_FAILED that says what to install
 */
export async function redisProgram(): Promise<string> {
  if (await runs()) return program;
  const mayInstall = process.getuid?.() === 0 && (await runCommand('apt-get', ['--version'])).status === 0;
  if (mayInstall) {
    await runCommand('apt-get', ['update', '-qq']);
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', program]);
    if (await runs()) return program;
  }
  throw new CodedError('SERVICE_START_FAILED', {
    message: 'redis-server does not run here. Install it (Debian: apt-get install redis-server).',
  });
}

async function runs(): Promise<boolean> {
  return (await runCommand(program, ['--version'])).status === 0;
}
