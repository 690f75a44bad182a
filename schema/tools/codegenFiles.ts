import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import type { Types } from '@graphql-codegen/plugin-helpers';
import { parse } from 'yaml';
import type { GeneratedFile } from './generatedFile.ts';
import { projectRoot } from './projectRoot.ts';

/** What `npm run codegen` would write now, made in memory from the same `codegen.yml`. */
export async function codegenFiles(): Promise<GeneratedFile[]> {
  const config = parse(readFileSync(join(projectRoot, 'codegen.yml'), 'utf8')) as Types.Config;
  const outputs: Types.FileOutput[] = await generate(
    { ...config, cwd: projectRoot, silent: true, errorsOnly: true },
    false,
  );
  return outputs.map(({ filename, content }) => ({
    path: isAbsolute(filename) ? relative(projectRoot, filename) : filename,
    content,
  }));
}
