import { parse, Source } from 'graphql';
import { parseEvents } from '../../events/readEvents.ts';
import { completeDocument } from '../../loading/completeDocument.ts';
import { parseSchemaFile } from '../../loading/parseSchemaFile.ts';
import { projectRoot } from '../../projectRoot.ts';
import { formatProblem } from '../../schemaProblem.ts';
import { lintSchema } from '../lintSchema.ts';
import type { SchemaRule } from '../schemaRule.ts';

/** SDL of one domain as a test writes it. */
export interface DomainText {
  readonly schema?: string;
  readonly events?: string;
}

const common = {
  shared: parseSchemaFile(projectRoot, 'schema/shared.graphql'),
  directives: parseSchemaFile(projectRoot, 'schema/directives.graphql'),
};

/**
 * What one rule says about the SDL of some domains, one formatted line per report. Files are named `<domain>/schema.graphql` and
 * `<domain>/events.graphql`; lines count from the text's first line.
 */
export function reportsOf(rule: SchemaRule, domains: Readonly<Record<string, DomainText>>): string[] {
  const subgraphs = Object.entries(domains).map(([name, { schema = 'type Query { ping: String }' }]) => {
    const schemaFile = `${name}/schema.graphql`;
    const domain = parse(new Source(schema, schemaFile));
    const routingUrl = `http://${name}.example/graphql`;
    return { name, routingUrl, schemaFile, domain, document: completeDocument(domain, common) };
  });
  const events = Object.entries(domains).flatMap(([name, text]) =>
    text.events ? parseEvents(name, new Source(text.events, `${name}/events.graphql`)) : [],
  );
  return lintSchema({ subgraphs, events }, [rule]).map(formatProblem);
}
