import type { EntityKeys } from '../supergraph/entityKeys.ts';
import type { TypeRelations } from '../supergraph/typeRelations.ts';
import type { EntityBatchAlias, FetchNode, PlanNode, RequiresSelection, Rewrite } from './planNodes.ts';

/** What both planners leave out of plans behind interface objects, and how to add it. */
export interface PlanMender {
  /** Whether a part of what a fetch requires holds a whole key of its type for that subgraph; true where none is known. */
  isKeyed(service: string, selection: RequiresSelection): boolean;
  /**
   * The plan with fetches that ask a subgraph for no object without a key of it, nor under a name that it does not know.
   *
   * - The thorough planner may require the key of some types, and of all types a field that `@requires` names: the others
   *   would be looked up without a key.
   * - The fast planner may leave out that an object goes to an interface object under the name of the interface.
   */
  mended(plan: PlanNode | undefined): PlanNode | undefined;
}

type EntityPart = Pick<EntityBatchAlias, 'inputRewrites'> & { readonly requires?: readonly RequiresSelection[] };
type Fragment = Extract<RequiresSelection, { kind: 'InlineFragment' }>;

/** Makes the mender for one supergraph: its keys by subgraph, and how its types relate. */
export function createPlanMender(keys: EntityKeys, types: TypeRelations): PlanMender {
  const isKeyed: PlanMender['isKeyed'] = (service, selection) => {
    if (selection.kind !== 'InlineFragment') return true;
    const known = types.conditionsOf(selection.typeCondition).flatMap((type) => keys.of(service, type));
    const names = new Set(
      selection.selections.flatMap((field) => (field.kind === 'Field' ? [field.alias ?? field.name] : [])),
    );
    return known.length === 0 || known.some((key) => key.every((name) => names.has(name)));
  };

  function mended(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Fetch':
        return mendedPart(node.serviceName, node) satisfies FetchNode;
      case 'BatchFetch': {
        const aliases = node.entityBatch.aliases.map((alias) => mendedPart(node.serviceName, alias));
        return { ...node, entityBatch: { ...node.entityBatch, aliases } };
      }
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map(mended) };
      case 'Flatten':
        return { ...node, node: mended(node.node) };
      default:
        return node;
    }
  }

  function mendedPart<P extends EntityPart>(service: string, part: P): P {
    if (!part.requires?.length) return part;
    const requires = narrowed(service, part.requires);
    const given = part.inputRewrites ?? [];
    const missing = interfacesOf(service, requires).filter((name) => !given.some((rewrite) => isNaming(rewrite, name)));
    if (requires === part.requires && missing.length === 0) return part;
    return { ...part, requires, ...(missing.length > 0 && { inputRewrites: [...given, ...missing.map(namedAs)] }) };
  }

  /** What is required, of objects with a key only. */
  function narrowed(service: string, requires: readonly RequiresSelection[]): readonly RequiresSelection[] {
    const keyed = requires.filter((selection) => isKeyed(service, selection));
    if (keyed.length === requires.length) return requires;
    const found = new Set(keyed.filter(isFragment).flatMap(({ typeCondition }) => types.objectsOf(typeCondition)));
    return requires.flatMap((selection): readonly RequiresSelection[] => {
      if (!isFragment(selection) || keyed.includes(selection)) return [selection];
      const objects = types.objectsOf(selection.typeCondition);
      const narrower = objects.filter((name) => found.has(name));
      if (narrower.length === objects.length) return [selection];
      return narrower.map((typeCondition) => ({ ...selection, typeCondition }));
    });
  }

  /** Interfaces as which a subgraph knows the objects of types that it does not know. */
  function interfacesOf(service: string, requires: readonly RequiresSelection[]): readonly string[] {
    const unknown = requires.filter(isFragment).filter(({ typeCondition }) => !isResolved(service, typeCondition));
    const names = unknown.flatMap(({ typeCondition }) =>
      types.conditionsOf(typeCondition).filter((name) => isResolved(service, name)),
    );
    return [...new Set(names)];
  }

  function isResolved(service: string, type: string): boolean {
    return keys.of(service, type).length > 0;
  }

  return { isKeyed, mended: (plan) => plan && mended(plan) };
}

function isFragment(selection: RequiresSelection): selection is Fragment {
  return selection.kind === 'InlineFragment';
}

function namedAs(name: string): Rewrite {
  return { ValueSetter: { path: [{ TypenameEquals: [name] }, { Key: '__typename' }], setValueTo: name } };
}

function isNaming(rewrite: Rewrite, name: string): boolean {
  return 'ValueSetter' in rewrite && rewrite.ValueSetter.setValueTo === name;
}
