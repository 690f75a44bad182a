import type { LoadOptions } from '../ground/steadyLoad.ts';

/** Codes that say that a subgraph could not be asked. */
const codes: ReadonlySet<string> = new Set(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED']);

interface PartialAnswer {
  readonly data?: { readonly echo?: string; readonly alerts?: readonly { readonly owner: object | null }[] };
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } }[];
}

/**
 * Requests for fields of two subgraphs. What the subgraph `alerts` gives must always be there; names of people too, or null
 * with a coded error at their place.
 *
 * @param wanted `whole` when no error is expected
 */
export function partialLoad(url: string, rate: number, wanted: 'whole' | 'partial' = 'partial'): LoadOptions {
  return {
    url,
    rate,
    body: (n) =>
      JSON.stringify({
        query: 'query ($t: String!) { echo(text: $t) alerts { id owner { id name } } }',
        variables: { t: `${n}` },
      }),
    faultOf(n, status, text) {
      const { data, errors = [] } = JSON.parse(text) as PartialAnswer;
      if (status !== 200 || data?.echo !== `${n}` || data.alerts?.length !== 2)
        return `${status} ${text.slice(0, 200)}`;
      const missing = data.alerts.filter(({ owner }) => owner === null).length;
      if (missing === 0 && errors.length === 0) return undefined;
      if (wanted === 'whole') return `partial: ${errors[0]?.extensions.code}`;
      const wrong = errors.find(({ path, extensions }) => !codes.has(extensions.code) || path?.[0] !== 'alerts');
      return wrong === undefined && errors.length > 0 && missing === 2 ? undefined : text.slice(0, 300);
    },
  };
}
