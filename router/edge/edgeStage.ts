import type { FastifyInstance } from 'fastify';
import type { EdgeOptions } from './edgeOptions.ts';

/** One step that every HTTP request takes before its route; it installs its hooks into the server. */
export interface EdgeStage {
  readonly name: string;
  install(server: FastifyInstance, options: EdgeOptions): Promise<void> | void;
}
