import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { type FlatPlan, flattenPlan, type PlannedFetch } from '../../plan/flattenPlan.ts';
import { parseSubgraphOperation, selectionOfAlias } from '../../plan/parseSubgraphOperation.ts';
import { placeOf } from '../../plan/placeOf.ts';
import type { EntityBatchAlias, PlanNode } from '../../plan/planNodes.ts';
import type { TypeRelations } from '../../supergraph/typeRelations.ts';
import { compileWalker } from '../entities/flattenPath.ts';
import { compileRepresentation } from '../entities/representation.ts';
import { compileRewrites } from '../entities/rewrites.ts';
import { type SharedNode, sharedReader } from '../merge/readShared.ts';
import { compileSharing, type Sharing } from '../merge/shareEqual.ts';
import { type Footprint, type FootprintPart, footprintOf } from './footprint.ts';
import type { EntityGroup, RootTarget, Step, StepGraph } from './step.ts';

/**
 * Turns a plan into its dependency graph. A step waits only for those earlier ones that write what it reads, so that a
 * slow branch holds up nothing but itself. Mutations keep the plan's order as it is, because their effects have one.
 */
export function buildSteps(
  plan: PlanNode | undefined,
  kind: 'query' | 'mutation' | 'subscription',
  { types, keyNames, generateCode }: StepContext,
): StepGraph {
  const flat = flattenPlan(plan);
  const drafts = flat.fetches.map((planned) => draftOf(planned));
  const dependencies = drafts.map(({ planned, footprint }) =>
    planned.earlier.filter(
      (earlier) => kind === 'mutation' || !footprint.reads.isDisjointFrom((drafts[earlier] as Draft).footprint.writes),
    ),
  );
  const sharedPaths = new Set<string>();
  const steps = drafts.map((draft, index): Step => {
    const target: Step['target'] = draft.isRoot
      ? rootTarget(draft, types, sharingOf(draft.groups[0] as DraftGroup, draft))
      : {
          kind: 'entities',
          groups: draft.groups.map((group) =>
            entityGroup(group, index, drafts, types, sharingOf(group, draft), sharedPaths),
          ),
        };
    return {
      index,
      service: draft.planned.fetch.serviceName,
      conditions: draft.planned.conditions,
      head: `{"query":${JSON.stringify(draft.planned.fetch.operation)},"variables":{`,
      variableUsages: draft.planned.fetch.variableUsages ?? [],
      target,
      read: readerOf(target),
      meetsShared: planMayShare(draft),
      dependents: dependencies.flatMap((earlier, later) => (earlier.includes(index) ? [later] : [])),
      dependencyCount: dependencies[index]?.length ?? 0,
    };
  });
  return { steps, sharedPaths, subscription: subscriptionOf(flat) };

  /** Steps come after those that bring what they walk, whose shared paths are known by then. */
  function planMayShare({ planned: { earlier } }: Draft): boolean {
    return earlier.length > 0 && sharedPaths.size > 0;
  }

  function sharingOf(group: DraftGroup, draft: Draft): Sharing | undefined {
    const { fragments } = draft;
    const places = group.paths.map(placeOf);
    const others = drafts.filter((other) => other !== draft);
    const isBroughtElsewhere = (path: readonly string[]): boolean =>
      places.some((place) => others.some(({ footprint }) => footprint.objects.has([place, ...path].join('/'))));
    const sharing = compileSharing(group.selectionSet, { fragments, keyNames, generateCode, isBroughtElsewhere });
    for (const place of places) {
      for (const path of sharing?.paths ?? []) sharedPaths.add([place, ...path].join('/'));
    }
    return sharing;
  }
}

/** What building steps needs of the supergraph and the settings. */
export interface StepContext {
  readonly types: TypeRelations;
  /** Names of fields that are part of some entity key. */
  readonly keyNames: ReadonlySet<string>;
  /** Whether `new Function` may be used. */
  readonly generateCode: boolean;
}

interface Draft {
  readonly planned: PlannedFetch;
  readonly isRoot: boolean;
  readonly groups: readonly DraftGroup[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly footprint: Footprint;
}

type DraftGroup = EntityBatchAlias & { readonly selectionSet: SelectionSetNode };

function draftOf(planned: PlannedFetch): Draft {
  const { fetch, path } = planned;
  const { operation, fragments } = parseSubgraphOperation(fetch.operation);
  const isRoot = fetch.kind === 'Fetch' && !fetch.requires?.length;
  if (isRoot) {
    const { selectionSet } = operation;
    const part = { paths: [path], requires: [], selectionSet, outputRewrites: fetch.outputRewrites };
    const group = { ...part, alias: '', representationsVariableName: '' };
    return { planned, isRoot, groups: [group], fragments, footprint: footprintOf([part], fragments) };
  }
  const aliases =
    fetch.kind === 'BatchFetch'
      ? fetch.entityBatch.aliases
      : [
          {
            ...fetch,
            requires: fetch.requires ?? [],
            alias: '_entities',
            representationsVariableName: 'representations',
            paths: [path],
          },
        ];
  const groups = aliases.map((alias) => ({ ...alias, selectionSet: selectionOfAlias(alias.alias, operation) }));
  return { planned, isRoot, groups, fragments, footprint: footprintOf(groups.map(partOf), fragments) };
}

function partOf(group: DraftGroup): FootprintPart {
  return { ...group, outputRewrites: group.outputRewrites };
}

function rootTarget(draft: Draft, types: TypeRelations, sharing: Sharing | undefined): RootTarget {
  const group = draft.groups[0] as DraftGroup;
  const { operation, fragments } = parseSubgraphOperation(draft.planned.fetch.operation);
  return {
    kind: 'root',
    path: draft.planned.path,
    walk: compileWalker(draft.planned.path, types),
    rewrite: compileRewrites(group.outputRewrites, types),
    sharing,
    keys: [...new Set(keysOf(operation.selectionSet, fragments))],
  };
}

/** Reads answers with equal objects as one, unless rewrites might tell them apart afterwards. */
function readerOf(target: Step['target']): Step['read'] {
  const parts: readonly Pick<EntityGroup, 'rewrite' | 'sharing'>[] = target.kind === 'root' ? [target] : target.groups;
  if (parts.some(({ rewrite }) => rewrite) || !parts.some(({ sharing }) => sharing)) return undefined;
  const none: SharedNode = { shared: false, fields: new Map() };
  const nodeOf = ({ sharing }: { readonly sharing: Sharing | undefined }): SharedNode => sharing?.node ?? none;
  const data: SharedNode =
    target.kind === 'root'
      ? nodeOf(target)
      : { shared: false, fields: new Map(target.groups.map((group) => [group.alias, nodeOf(group)])) };
  return sharedReader({ shared: false, fields: new Map([['data', data]]) });
}

function keysOf(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? keysOf(inner.selectionSet, fragments) : [];
  });
}

function entityGroup(
  group: DraftGroup,
  index: number,
  drafts: readonly Draft[],
  types: TypeRelations,
  sharing: Sharing | undefined,
  sharedPaths: ReadonlySet<string>,
): EntityGroup {
  return {
    alias: group.alias,
    variable: group.representationsVariableName,
    paths: group.paths,
    walks: group.paths.map((path) => compileWalker(path, types, sharedPaths)),
    represent: compileRepresentation(group.requires, group.inputRewrites, types),
    rewrite: compileRewrites(group.outputRewrites, types),
    sharing,
    copies: drafts.some(
      (other, position) => position !== index && writesInto(other.footprint, group, drafts[index] as Draft),
    ),
  };
}

/** Whether a step writes to objects that this group brings, where two places might then need to differ. */
function writesInto(other: Footprint, group: DraftGroup, own: Draft): boolean {
  const prefixes = group.paths.map(placeOf);
  const brought = [...own.footprint.objects].filter((path) => prefixes.some((prefix) => path.startsWith(`${prefix}/`)));
  return (
    brought.some((path) => other.objects.has(path)) ||
    other.places.some((place) => brought.some((path) => place === path || place.startsWith(`${path}/`)))
  );
}

function subscriptionOf({ subscription }: FlatPlan): StepGraph['subscription'] {
  if (subscription === undefined) return undefined;
  const { serviceName, operation, variableUsages } = subscription;
  return { service: serviceName, operation, variableUsages: variableUsages ?? [] };
}
