import { gzipSync } from 'node:zlib';
import { type BreakableSubgraph, saying } from './breakableSubgraph.ts';

/** More than the router takes from a subgraph at once. */
const tooMany = 70_000_000;

/** Answers that are none, and the code that each must have. */
function cases(): Readonly<Record<string, readonly [ReturnType<typeof saying>, string]>> {
  const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return {
    'a page of HTML': [saying('<html>not here</html>', { 'content-type': 'text/html' }), 'SUBGRAPH_INVALID_ANSWER'],
    'half of a JSON text': [saying('{"data":{"_entities":[{"name":'), 'SUBGRAPH_INVALID_ANSWER'],
    'JSON that is no GraphQL answer': [saying('[1,2,3]'), 'SUBGRAPH_INVALID_ANSWER'],
    'too few entities': [saying('{"data":{"_entities":[]}}'), 'SUBGRAPH_INVALID_ANSWER'],
    'an answer of 70 MB': [
      saying(`{"data":{"_entities":[{"name":"${'x'.repeat(tooMany)}"}]}}`),
      'SUBGRAPH_ANSWER_TOO_LARGE',
    ],
    'a gzip bomb of 70 MB': [saying(gzipSync(Buffer.alloc(tooMany, 'x')), gzip), 'SUBGRAPH_ANSWER_TOO_LARGE'],
    'bytes that are no gzip': [saying('{"data":{}}', gzip), 'SUBGRAPH_INVALID_ANSWER'],
  };
}

/**
 * Lets the subgraph give answers that are none. Clients must get what else there is, and the code.
 * @param times how often each is given
 */
export async function brokenAnswers(
  url: string,
  people: BreakableSubgraph,
  times: number,
): Promise<{
  readonly figures: Record<string, string>;
  readonly faults: string[];
  readonly missed: string[];
}> {
  const figures: Record<string, string> = {};
  const faults: string[] = [];
  const missed: string[] = [];
  for (const [name, [behaviour, code]] of Object.entries(cases())) {
    people.behave(behaviour);
    let most = 0;
    let coded = 0;
    let late = 0;
    for (let n = 0; n < times; n++) {
      const began = performance.now();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ open alerts { id owner { id name } } }' }),
      });
      const text = await response.text();
      most = Math.max(most, performance.now() - began);
      const isPartial = text.includes('"open":"everybody"') && text.includes('"owner":null');
      if (response.status === 200 && isPartial && text.includes(`"code":"${code}"`)) coded++;
      else if (isPartial && text.includes('"code":"SUBGRAPH_TIMEOUT"')) late++;
      else if (coded + late === n) faults.push(`${name}: ${text.slice(0, 300)}`);
    }
    if (late > 0) missed.push(`${name}: ${late} times it was not known as such in time`);
    figures[`${name}: coded ${code}, most ms`] = `${coded} of ${times}, ${Math.round(most)}`;
  }
  return { figures, faults, missed };
}
