import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that runs. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that this one has started and that still run, with those that they have started, and so on. */
export function descendants(): readonly Process[] {
  const children = Map.groupBy(process.platform === 'linux' ? onLinux() : elsewhere(), ({ parent }) => parent);
  const found = [...(children.get(process.pid) ?? [])];
  for (const each of found) found.push(...(children.get(each.pid) ?? []));
  return found;
}

/** Reads proc(5), as a container often has no `ps`. A zombie counts as ended. */
function onLinux(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}

/** Without `ps` itself, which is a child of this process as well. */
function elsewhere(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }))
    .filter(({ command }) => !command.startsWith('ps -A -o'));
}
