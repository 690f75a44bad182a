/**
 * `npm test`: the static checks, then every test. Writes jest's results to the file that TEST_RESULTS names, where set.
 */
import { spawnSync } from 'node:child_process';

/** Milliseconds after which a run that blocks its own process is ended, before CI cuts it off without a word. */
const limit = 80 * 60_000;

/** Runs a command with this process's streams; gives its exit status. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', timeout: limit, killSignal: 'SIGKILL' });
  if (error) console.error(error.message);
  return status ?? 1;
}

const results = process.env.TEST_RESULTS;
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const report = results ? ['--json', `--outputFile=${results}`] : [];

const checks = run('npm', ['run', '--silent', 'check']);
const tests = run(process.execPath, [...jest, ...report, ...process.argv.slice(2)]);
process.exitCode = checks || tests ? 1 : 0;
