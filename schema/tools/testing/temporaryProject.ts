import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../projectRoot.ts';

/** A project folder that a test owns. */
export interface TemporaryProject {
  readonly root: string;
  write(file: string, content: string): void;
  remove(): void;
}

/**
 * Makes a folder with our shared SDL and directives, a `supergraph.yaml` that lists the domains given, and their
 * `schema/<domain>/schema.graphql`.
 */
export function temporaryProject(domains: Readonly<Record<string, string>>): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), 'inopsio-schema-'));
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  for (const file of ['shared.graphql', 'directives.graphql']) {
    cpSync(join(projectRoot, 'schema', file), join(root, 'schema', file));
  }
  const entries = Object.keys(domains).map(
    (name, index) =>
      `  ${name}: { routing_url: "http://127.0.0.1:${5001 + index}/graphql", schema: { file: ./schema/${name}/schema.graphql } }`,
  );
  write('supergraph.yaml', `subgraphs:\n${entries.join('\n')}\n`);
  for (const [name, sdl] of Object.entries(domains)) write(`schema/${name}/schema.graphql`, sdl);
  return { root, write, remove: () => rmSync(root, { recursive: true }) };
}
