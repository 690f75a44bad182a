import { addedHeaders } from './addedHeaders.ts';
import { cors } from './cors.ts';
import type { EdgeOptions } from './edgeOptions.ts';
import { fieldLines } from './fieldLines.ts';
import { securityHeaders } from './securityHeaders.ts';

/** What every answer to a page of one origin carries, whatever it answers. */
export interface CommonHeaders {
  /** Names and values in turn, as `writeHead` takes them. */
  readonly pairs: readonly string[];
  /** The same and the type of an answer, as lines of a head. */
  linesWith(type: string): string;
  /** By itself, since compression adds to it. */
  readonly vary: string | undefined;
}

/** Asks the stages for security headers and CORS once what they give, per listed origin and for all others. */
export async function commonHeaders(options: EdgeOptions): Promise<(origin: string | undefined) => CommonHeaders> {
  const { corsOrigins } = options;
  const [others, ...listed] = await addedHeaders(
    async (sample) => {
      for (const stage of [securityHeaders, cors]) await stage.install(sample, options);
    },
    [undefined, ...corsOrigins],
  );
  const common = commonOf(others);
  const known = new Map(listed.map((headers, index) => [corsOrigins[index], commonOf(headers)]));
  return (origin) => (origin === undefined ? common : (known.get(origin) ?? common));
}

function commonOf({ vary, ...others }: Readonly<Record<string, string>> = {}): CommonHeaders {
  const pairs = Object.entries(others).flat();
  const known = new Map<string, string>();
  return {
    pairs,
    linesWith(type) {
      let lines = known.get(type);
      if (lines === undefined) {
        lines = fieldLines([...pairs, 'content-type', `${type}; charset=utf-8`]);
        known.set(type, lines);
      }
      return lines;
    },
    vary,
  };
}
