import { type Dispatcher, request } from 'undici';
import { type HealthCheck, Unwell } from './healthCheck.ts';

/**
 * Checks a subgraph by the smallest operation there is, which every GraphQL server answers. Any answer that is not a
 * server error is well: a subgraph that refuses the question runs.
 */
export function subgraphCheck(
  name: string,
  url: string,
  headers: () => Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
): HealthCheck {
  return {
    name: `subgraph ${name}`,
    async check(signal) {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        headers: { ...headers(), 'content-type': 'application/json', accept: 'application/json' },
        body: '{"query":"{__typename}"}',
        signal,
        dispatcher,
      });
      await body.dump();
      if (statusCode >= 500) throw new Unwell(`answers with status ${statusCode}`);
    },
  };
}
