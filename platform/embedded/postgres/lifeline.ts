/**
 * Runs the rest of the command line unless the parent named by its first argument is already gone: the kernel's
 * signal comes only for deaths after it was asked for.
 */
const unlessOrphaned = '[ "$PPID" = "$1" ] || exit 1; shift; exec "$@"';

/**
 * Runs the command line in the background and interrupts it when standard input ends, which happens when the
 * parent closes it or dies. Ends with the exit status of the command.
 */
const untilInputEnds = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- & server=$!',
  '(read _ <&3; kill -INT $server) & watch=$!',
  'exec 3<&-',
  'wait $server; status=$?',
  'kill $watch 2>/dev/null',
  'exit $status',
].join('\n');

/**
 * The command that runs the rest of a command line and interrupts it (SIGINT, PostgreSQL's fast shutdown) when this
 * process dies, however it dies. On Linux the kernel does this; elsewhere a shell that holds the other end of a pipe.
 */
export function lifelineCommand(platform: NodeJS.Platform = process.platform, parent: number = process.pid): string[] {
  if (platform === 'linux') return ['setpriv', '--pdeathsig', 'INT', 'sh', '-c', unlessOrphaned, 'sh', String(parent)];
  return ['sh', '-c', untilInputEnds, 'sh'];
}
