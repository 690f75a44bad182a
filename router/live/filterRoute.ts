import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * A demand that follows from a filter: where the argument is a text, no event passes whose field is another text. So a
 * group needs to look only at events that have its own value.
 */
export interface FilterRoute {
  /** Of the field's arguments. */
  readonly argument: string;
  /** Of the event's payload. */
  readonly eventField: string;
}

/**
 * Finds such a demand in a filter: `event.f == args.a`, either way round, alone, as a part of `&&`, or behind
 * `args.a == null ||`. Any other filter has none, and is asked about each event.
 */
export function filterRoute(node: ASTNode): FilterRoute | undefined {
  if (node.op === '&&') return filterRoute(node.args[0]) ?? filterRoute(node.args[1]);
  if (node.op === '||') {
    const [absent, other] = node.args;
    const route = filterRoute(other);
    return route && isAbsence(absent, route.argument) ? route : undefined;
  }
  if (node.op !== '==') return undefined;
  const [left, right] = node.args;
  return routeOf(left, right) ?? routeOf(right, left);
}

function routeOf(event: ASTNode, argument: ASTNode): FilterRoute | undefined {
  const eventField = memberOf('event', event);
  const name = memberOf('args', argument);
  return eventField === undefined || name === undefined ? undefined : { eventField, argument: name };
}

/** Whether the node is `args.<argument> == null`. */
function isAbsence(node: ASTNode, argument: string): boolean {
  if (node.op !== '==') return false;
  const [left, right] = node.args;
  return memberOf('args', left) === argument && right.op === 'value' && right.args === null;
}

function memberOf(variable: 'event' | 'args', node: ASTNode): string | undefined {
  if (node.op !== '.') return undefined;
  const [object, member] = node.args;
  return object.op === 'id' && object.args === variable ? member : undefined;
}
