import type { Dispatcher } from 'undici';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Reads and parses a subgraph's answer. An HTTP error status counts only where the body is no GraphQL answer, since
 * GraphQL over HTTP sends errors with both.
 *
 * @throws CodedError SUBGRAPH_ANSWER_TOO_LARGE, SUBGRAPH_UNAVAILABLE (status 5xx or 429) or SUBGRAPH_INVALID_ANSWER
 */
export async function readAnswer(response: Dispatcher.ResponseData, maxBytes: number): Promise<unknown> {
  const text = await readText(response.body, maxBytes);
  const answer = parsed(text);
  const isGraphQL = typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
  if (isGraphQL) return answer;
  const { statusCode } = response;
  throw new CodedError(statusCode >= 500 || statusCode === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_ANSWER', {
    cause: new Error(`HTTP status ${statusCode}, and no GraphQL answer in the body`),
  });
}

async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the body, and with it the connection that would bring the rest.
    if (size > maxBytes) throw new CodedError('SUBGRAPH_ANSWER_TOO_LARGE');
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer).toString('utf8') : Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
