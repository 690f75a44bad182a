import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../measure/startProcess.ts';
import type { Contender } from './contender.ts';
import { installAside } from './installAside.ts';

const gateway = { '@graphql-hive/gateway': '2.15.1', graphql: '16.15.0' };
const runtime = { ...gateway, '@graphql-hive/router-runtime': '1.4.23' };

/** The newest that is published; Hive Gateway demands a later one. */
const overrides = { '@graphql-tools/batch-execute': '10.2.0' };

/** Hive Gateway with its own planner, or with the Rust planner's runtime. It shares equal subgraph requests in flight. */
export function hiveGateway(withRuntime: boolean): Contender {
  const name = withRuntime ? 'hive-rust' : 'hive';
  const packages = withRuntime ? runtime : gateway;
  return {
    name,
    version: Object.entries(packages)
      .filter(([each]) => each !== 'graphql')
      .map(([each, version]) => `${each} ${version}`)
      .join(' + '),
    shares: true,
    async prepare({ supergraphFile }) {
      const installed = await installAside(name, packages, overrides);
      if (typeof installed === 'string') return installed;
      const command = join(installed.folder, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
      const bin = existsSync(command) ? command : join(installed.folder, 'node_modules', '.bin', 'hive-gateway');
      const port = await freePort();
      const config = join(installed.folder, 'gateway.config.js');
      writeFileSync(
        config,
        [
          `import { defineConfig } from '@graphql-hive/gateway';`,
          ...(withRuntime ? [`import { unifiedGraphHandler } from '@graphql-hive/router-runtime';`] : []),
          `export const gatewayConfig = defineConfig({ logging: 'error', ${withRuntime ? 'unifiedGraphHandler' : ''} });`,
        ].join('\n'),
      );
      const args = [bin, 'supergraph', supergraphFile, '--host', '127.0.0.1', '--port', `${port}`, '--fork', '1'];
      return {
        command: process.execPath,
        args,
        env: { NODE_ENV: 'production' },
        cwd: installed.folder,
        path: '/graphql',
        port,
      };
    },
  };
}
