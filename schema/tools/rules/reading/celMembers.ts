import type { ASTNode as CelNode } from '@marcbachmann/cel-js';
import { parse } from '@marcbachmann/cel-js';

/**
 * Names that a CEL expression reads of a variable: `event.severity` and `event["severity"]`.
 * @throws ParseError of cel-js
 */
export function membersRead(expression: string, variable: string): Set<string> {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isCelNode(value)) return;
    if ((value.op === '.' || value.op === '[]') && isVariable(value.args[0], variable)) {
      const member: unknown = value.args[1];
      if (typeof member === 'string') names.add(member);
      else if (isCelNode(member) && member.op === 'value' && typeof member.args === 'string') names.add(member.args);
    }
    walk(value.args);
  };
  walk(parse(expression).ast);
  return names;
}

function isCelNode(value: unknown): value is CelNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function isVariable(node: CelNode, name: string): boolean {
  return node.op === 'id' && node.args === name;
}
