import type { FiguresPage } from '../report/writeReports.ts';

/** Where the router's trials write what they showed. */
export const routerPage: FiguresPage = {
  file: 'trials-router.md',
  title: 'The router under load and faults',
  command: 'trial:router',
};
