/**
 * What a service, send or business rule task asks for.
 * - `request`: publish `workflow.service.requested` for the named service and go on;
 * - `await`: wait for an event of the topic about the instance's subject;
 * - `pass`: the model names no implementation for this product, the token passes through;
 * - `unknown`: the model names an implementation that does not exist here, the node fails when it is reached.
 */
export type ServiceCall =
  | { readonly kind: 'request'; readonly service: string }
  | { readonly kind: 'await'; readonly topic: string }
  | { readonly kind: 'pass' }
  | { readonly kind: 'unknown'; readonly implementation: string };

/** Topic that asks a service outside for work. */
export const requestTopic = 'workflow.service.requested';

/**
 * Reads the `implementation` of a task (BPMN 2.0 §10.3.3) by this product's convention:
 * `event:workflow.service.requested` with an optional `#service`, or `await:<topic>`.
 * @param implementation the attribute's value; `##unspecified`, `##WebService` and the empty value name nothing
 * @param service name of the service where the implementation gives none
 * @param awaitable topics that a process can wait for
 */
export function serviceCall(implementation: string | null, service: string, awaitable: readonly string[]): ServiceCall {
  if (implementation === null || implementation === '' || implementation.startsWith('##')) return { kind: 'pass' };
  const [scheme, rest] = split(implementation, ':');
  if (scheme === 'event') {
    const [topic, named] = split(rest, '#');
    if (topic === requestTopic) return { kind: 'request', service: named === '' ? service : named };
  }
  if (scheme === 'await' && awaitable.includes(rest)) return { kind: 'await', topic: rest };
  return { kind: 'unknown', implementation: implementation.slice(0, 200) };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
