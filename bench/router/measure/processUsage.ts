import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

let ticks: number | undefined;

/** What a process and all its threads used since they started. Linux only: read from /proc. */
export interface ProcessUsage {
  readonly cpuMilliseconds: number;
  readonly rssMegabytes: number;
}

/** Reads what the process with that id has used. Throws where there is none. */
export function processUsage(pid: number): ProcessUsage {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold blanks; what follows is counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpuMilliseconds: ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000,
    rssMegabytes: Number(rss) / 1024,
  };
}
