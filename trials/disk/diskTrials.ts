import type { TrialReport } from '../report/trialReport.ts';
import { kafkaDisk } from './kafkaDisk.ts';
import { postgresDisk } from './postgresDisk.ts';

/** The trials by what the disk is under; each takes the seconds of use before and after. */
export const diskTrials: Readonly<Record<string, (seconds: number) => Promise<TrialReport>>> = {
  kafka: kafkaDisk,
  postgres: postgresDisk,
};
