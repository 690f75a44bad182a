import type { TrialReport } from '../report/trialReport.ts';
import { writeReports } from '../report/writeReports.ts';

/** Prints what trials of the router showed, writes it to its page where asked, and says by the exit code whether they were passed. */
export function finishTrials(reports: readonly TrialReport[], isToBeWritten: boolean): void {
  for (const { name, load, figures, faults } of reports) {
    console.log(`${name}: ${load}`);
    for (const [what, figure] of Object.entries(figures)) console.log(`  ${what}: ${figure}`);
    for (const fault of faults) console.error(`  FAULT ${fault}`);
  }
  const page = {
    file: 'trials-router.md',
    title: 'The router under load, faults and abuse',
    command: 'trial:router',
  };
  if (isToBeWritten) writeReports(page, reports);
  process.exitCode = reports.some(({ faults }) => faults.length > 0) ? 1 : 0;
}
