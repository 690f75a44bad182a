/** A task and one that must be completed before it. */
export interface Dependency {
  readonly taskId: string;
  readonly dependsOnId: string;
}

/**
 * Whether tasks would wait for one another in a circle.
 * @param taskId the task whose dependencies are replaced
 * @param dependsOn what it would depend on
 * @param others dependencies of its project; those of the task itself are disregarded
 * @returns a task of the circle, or null
 */
export function circleThrough(
  taskId: string,
  dependsOn: readonly string[],
  others: readonly Dependency[],
): string | null {
  const next = Map.groupBy(others, (dependency) => dependency.taskId);
  const visited = new Set<string>();
  const open = [...dependsOn];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === taskId) return taskId;
    if (visited.has(at)) continue;
    visited.add(at);
    open.push(...(next.get(at) ?? []).map(({ dependsOnId }) => dependsOnId));
  }
  return null;
}
