import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import { logFileOf } from '../logFile.ts';
import type { Part } from '../part.ts';
import { startEmbeddedPostgres } from '../postgres/startEmbeddedPostgres.ts';

/** The PostgreSQL server: the configured one, or an embedded one on the data folder. */
export const databaseServer: Part = {
  name: 'PostgreSQL',
  async start(state) {
    const { databaseServerUrl, dataDir, postgresPort } = state.config;
    if (databaseServerUrl !== undefined) {
      state.databaseServerUrl.value = databaseServerUrl;
      return undefined;
    }
    const logger = state.loggerOf('postgres');
    const server = await startEmbeddedPostgres({
      dataDir: join(dataDir, 'postgres'),
      port: postgresPort,
      logger,
    }).catch((error: unknown) => {
      throw withSetting(error, postgresPort);
    });
    state.databaseServerUrl.value = server.url;
    let stopping = false;
    void server.exited.then(() => {
      if (!stopping)
        state.fail(
          new CodedError('EMBEDDED_POSTGRES_UNAVAILABLE', {
            message: `PostgreSQL has ended by itself; ${logFileOf(dataDir)} says why. Start again with npm start.`,
          }),
        );
    });
    return () => {
      stopping = true;
      return server.stop();
    };
  },
};

function withSetting(error: unknown, port: number): unknown {
  if (!(error instanceof CodedError) || error.code !== 'PORT_IN_USE') return error;
  return new CodedError('PORT_IN_USE', {
    message: `Port ${port}, meant for the embedded PostgreSQL, is in use. Stop the program that listens there, or choose another port by the setting POSTGRES_PORT.`,
    cause: error,
  });
}
