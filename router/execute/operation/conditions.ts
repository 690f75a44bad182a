import type { DirectiveNode, SelectionNode } from 'graphql';

/** What decides whether a selection is part of the answer: always, never, or Boolean variables with their values. */
export type Inclusion = 'always' | 'never' | readonly VariableCondition[];

/** A Boolean variable on which a selection depends. */
export interface VariableCondition {
  readonly variable: string;
  /** The value with which the selection is included. */
  readonly included: boolean;
}

/** Reads `@skip` and `@include` of a selection (specification, section 3.13). Literals are decided here, for good. */
export function inclusionOf(selection: SelectionNode): Inclusion {
  const directives = selection.directives;
  if (directives === undefined || directives.length === 0) return 'always';
  const conditions: VariableCondition[] = [];
  for (const directive of directives) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = conditionOf(directive);
    if (value?.kind === 'BooleanValue') {
      if (value.value !== (name === 'include')) return 'never';
    } else if (value?.kind === 'Variable') {
      conditions.push({ variable: value.name.value, included: name === 'include' });
    }
  }
  return conditions.length === 0 ? 'always' : conditions;
}

function conditionOf(directive: DirectiveNode) {
  return directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
}

/** One set of values of an operation's condition variables. */
export interface ConditionValues {
  /** Equal for equal values; names the variant of the compiled operation. */
  readonly variant: string;
  holds(inclusion: Inclusion): boolean;
}

/** @param variables names of all Boolean variables that conditions of the operation use */
export function conditionValuesOf(
  variables: readonly string[],
  values: Readonly<Record<string, unknown>>,
): ConditionValues {
  return {
    variant: variables.map((name) => (values[name] === true ? '1' : '0')).join(''),
    holds: (inclusion) =>
      inclusion === 'always' ||
      (inclusion !== 'never' && inclusion.every(({ variable, included }) => (values[variable] === true) === included)),
  };
}

/** Not a set of values, but all of them at once: everything that some values include. */
export const anyConditionValues: ConditionValues = { variant: '*', holds: (inclusion) => inclusion !== 'never' };
