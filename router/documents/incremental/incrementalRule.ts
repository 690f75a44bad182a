import {
  type ASTVisitor,
  type DirectiveNode,
  GraphQLError,
  getNullableType,
  isListType,
  Kind,
  type ValidationContext,
} from 'graphql';

/**
 * The validation rules that incremental delivery adds: labels are unique and no variables, `@stream` is on lists only, and
 * nothing is deferred or streamed at the root of a mutation or a subscription.
 *
 * @see https://github.com/graphql/graphql-spec/pull/1110, sections 5.7.4 to 5.7.7
 */
export function incrementalRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  const refuse = (message: string, node: DirectiveNode): void =>
    context.reportError(new GraphQLError(message, { nodes: node }));

  return {
    Directive(node) {
      const name = node.name.value;
      if (name !== 'defer' && name !== 'stream') return;
      const label = node.arguments?.find((argument) => argument.name.value === 'label')?.value;
      if (label?.kind === Kind.VARIABLE) refuse(`The label of @${name} must not be a variable.`, node);
      if (label?.kind === Kind.STRING) {
        if (labels.has(label.value)) refuse('Labels of @defer and @stream must be unique.', node);
        labels.add(label.value);
      }
      const parent = context.getParentType();
      const schema = context.getSchema();
      const type = context.getType();
      if (name === 'stream' && type && !isListType(getNullableType(type))) {
        refuse('@stream can be used on lists only.', node);
      }
      if (parent && (parent === schema.getMutationType() || parent === schema.getSubscriptionType())) {
        refuse(`@${name} cannot be used at the root of a mutation or a subscription.`, node);
      }
    },
  };
}
