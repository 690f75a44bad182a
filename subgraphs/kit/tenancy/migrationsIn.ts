import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import type { TenantMigration } from './tenantMigration.ts';

const fileNamePattern = /^\d{3}-[a-z0-9-]+\.sql$/;

/**
 * Loads the migrations of a subgraph: `NNN-name.sql` in `infrastructure/migrations` or `migrations` below a folder.
 *
 * @param directory a subgraph's folder or its `infrastructure` folder, usually `import.meta.dirname`
 * @param folder another name of the migrations' folder, e.g. `shared-migrations`
 * @returns the migrations in the order of their numbers
 * @throws CodedError MIGRATION_INVALID when the folder is missing or a file is misnamed
 */
export function migrationsIn(directory: string, folder = 'migrations'): TenantMigration[] {
  const candidates = [join(directory, 'infrastructure', folder), join(directory, folder)];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw invalid(`There is no folder ${folder} in ${directory} or its infrastructure folder.`);
  const files = readdirSync(found).filter((file) => file.endsWith('.sql'));
  const misnamed = files.filter((file) => !fileNamePattern.test(file));
  if (misnamed.length > 0) {
    throw invalid(`Migrations are named like 001-leads.sql; rename ${misnamed.join(', ')}.`);
  }
  files.sort();
  return files.map((file) => ({ name: file.slice(0, -'.sql'.length), up: readFileSync(join(found, file), 'utf8') }));
}

function invalid(message: string): CodedError {
  return new CodedError('MIGRATION_INVALID', { message });
}
