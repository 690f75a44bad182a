import type { Logger } from '#platform/logs/logger.ts';

/** What the edge needs to know. */
export interface EdgeOptions {
  readonly logger: Logger;
  /** Origins whose pages may use the router from a browser, e.g. `https://app.example.com`. */
  readonly corsOrigins: readonly string[];
  /** Bytes that a request body may have. */
  readonly bodyLimit: number;
}
