import { settingsDocument } from '#platform/config/settingsDocument.ts';
import { catalogue } from '#platform/errors/catalogue.ts';
import { routerMetrics } from '#router/metrics/routerMetrics.ts';
import { readEvents } from '#schema/tools/events/readEvents.ts';
import { loadSubgraphSchemas } from '#schema/tools/loadSubgraphSchemas.ts';
import { projectRoot } from '#schema/tools/projectRoot.ts';
import { decisionIndex } from './decisionIndex.ts';
import { errorPage } from './errorPage.ts';
import { eventCatalogue } from './eventCatalogue.ts';
import { metricsPage } from './metricsPage.ts';

/** A page of docs/ that is made from the source it describes. */
export interface GeneratedPage {
  /** Relative to the project root. */
  readonly path: string;
  readonly content: string;
}

/** All generated pages as they should be now. */
export function generatedPages(): GeneratedPage[] {
  const sources = { subgraphs: loadSubgraphSchemas(), events: readEvents(projectRoot) };
  return [
    { path: 'docs/adr/index.md', content: decisionIndex(projectRoot) },
    { path: 'docs/architecture/events.md', content: eventCatalogue(sources) },
    { path: 'docs/operations/errors.md', content: errorPage(catalogue) },
    { path: 'docs/operations/metrics.md', content: metricsPage(routerMetrics) },
    { path: 'docs/operations/settings.md', content: settingsDocument() },
  ];
}
