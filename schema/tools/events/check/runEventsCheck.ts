import { SchemaInvalid } from '../../schemaProblem.ts';
import { breakingChanges, checkEvents, type EventsReport, type JudgedChange } from './checkEvents.ts';

/** Where the check works and what it tells. */
export interface EventsCheckRun {
  readonly root: string;
  /** Tell the report as one JSON object. */
  readonly json: boolean;
  readonly tell: (line: string) => void;
  readonly consumersOf?: Parameters<typeof checkEvents>[1];
}

/** Exit codes; they never change their meaning. */
export const exitCodes = { fine: 0, failed: 1, unreleased: 2, breaking: 3 } as const;

/**
 * Tells what changed in the event contracts since their release.
 * @returns 0 nothing to do; 1 the SDL is not valid; 2 a version or a release is missing; 3 a change breaks consumers, or
 * events in the log could not be read any more
 */
export async function runEventsCheck({ root, json, tell, consumersOf }: EventsCheckRun): Promise<number> {
  let report: EventsReport;
  try {
    report = await checkEvents(root, consumersOf);
  } catch (error) {
    if (!(error instanceof SchemaInvalid)) throw error;
    tell(json ? JSON.stringify({ exitCode: exitCodes.failed, error: error.message }) : error.message);
    return exitCodes.failed;
  }
  const exitCode = exitCodeOf(report);
  const { changes, versionFaults, unreleased, missingEntries } = report;
  if (json) tell(JSON.stringify({ exitCode, changes, versionFaults, unreleased, missingEntries }));
  else for (const line of linesOf(report)) tell(line);
  return exitCode;
}

function exitCodeOf(report: EventsReport): number {
  if (breakingChanges(report).length > 0) return exitCodes.breaking;
  const { versionFaults, unreleased, missingEntries } = report;
  return versionFaults.length + unreleased.length + missingEntries.length > 0 ? exitCodes.unreleased : exitCodes.fine;
}

function linesOf(report: EventsReport): string[] {
  const { changes, versionFaults, unreleased, missingEntries } = report;
  const lines = [
    ...changes.map(lineOf),
    ...versionFaults.map((fault) => `version: ${fault}`),
    ...missingEntries.map((entry) => `changelog: there is no entry for ${entry}`),
  ];
  if (breakingChanges(report).length > 0) {
    lines.push('Give what breaks a topic of its own beside the old one, or say why with events:release --breaking.');
  } else if (unreleased.length > 0) {
    lines.push(`Not released: ${unreleased.join(', ')}. Run \`npm run events:release\` and commit the result.`);
  }
  return lines.length > 0 ? lines : [`${report.present.length} event contracts are as released.`];
}

function lineOf({ topic, bump, what, backwardFault, breaks }: JudgedChange): string {
  const broken = breaks.map(({ name, kind, reads }) => `${name} (${kind}${reads ? '' : ', may read it'})`);
  return [
    `${bump}: ${topic}: ${what}`,
    ...(backwardFault ? [`not backward compatible: ${backwardFault}`] : []),
    ...(broken.length > 0 ? [`breaks ${broken.join(', ')}`] : []),
  ].join('; ');
}
