import { type TrialReport, unmetBy } from './trialReport.ts';
import { type FiguresPage, writeReports } from './writeReports.ts';

/** Prints what a trial showed. */
export function printReport({ name, load, figures, faults, missed = [] }: TrialReport): void {
  console.log(`${name}: ${load}`);
  for (const [what, figure] of Object.entries(figures)) console.log(`  ${what}: ${figure}`);
  for (const fault of faults) console.error(`  FAULT ${fault}`);
  for (const bar of missed) console.error(`  MISSED ${bar}`);
}

/** Writes reports to their page where asked, and ends the process: with 1 where a trial was not passed. */
export function finishTrials(page: FiguresPage, reports: readonly TrialReport[], isToBeWritten: boolean): never {
  if (isToBeWritten) writeReports(page, reports);
  process.exit(reports.some((report) => unmetBy(report).length > 0) ? 1 : 0);
}
