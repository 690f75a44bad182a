/** A variable of an expression, and the literals that it is compared with. */
export interface ComparedVariable {
  readonly name: string;
  readonly literals: readonly unknown[];
}

interface AstNode {
  readonly op: string;
  readonly args: unknown;
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/**
 * Finds the variables of a CEL expression and what each is compared with, so that sample values can be chosen.
 * @param ast syntax tree of cel-js
 */
export function comparedValues(ast: unknown): ComparedVariable[] {
  const found = new Map<string, Set<unknown>>();
  visit(ast, (node) => {
    if (node.op === 'id' && node.args !== 'variables') entry(found, String(node.args));
    const key = dataObjectKey(node);
    if (key !== null) entry(found, key);
    const compares = comparisons.has(node.op) || (node.op === 'call' && (node.args as unknown[])[0] === 'xpathEquals');
    if (compares) noteComparison(found, node);
  });
  return [...found].map(([name, literals]) => ({ name, literals: [...literals] }));
}

function noteComparison(found: Map<string, Set<unknown>>, comparison: AstNode): void {
  const names = new Set<string>();
  const literals = new Set<unknown>();
  visit(comparison.args, (node) => {
    const key = dataObjectKey(node);
    if (node.op === 'id' && node.args !== 'variables') names.add(String(node.args));
    else if (key !== null) names.add(key);
    else if (node.op === 'value') literals.add(typeof node.args === 'bigint' ? Number(node.args) : node.args);
  });
  for (const name of names)
    for (const literal of literals) if (literal !== name && literal !== null) entry(found, name).add(literal);
}

/** `variables["name"]`, the form that translated XPath has. */
function dataObjectKey(node: AstNode): string | null {
  if (node.op !== '[]') return null;
  const [object, key] = node.args as AstNode[];
  return object?.op === 'id' && object.args === 'variables' && key?.op === 'value' ? String(key.args) : null;
}

function entry(found: Map<string, Set<unknown>>, name: string): Set<unknown> {
  const literals = found.get(name) ?? new Set();
  found.set(name, literals);
  return literals;
}

function visit(value: unknown, note: (node: AstNode) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, note);
  else if (typeof value === 'object' && value !== null && 'op' in value && 'args' in value) {
    note(value as AstNode);
    visit(value.args, note);
  }
}
