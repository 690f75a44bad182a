/** What a detection rule counts. */
export interface Detection {
  /** How many alarms of one subject raise an alert. */
  readonly threshold: number;
  /** Within how many seconds. */
  readonly windowSeconds: number;
}

/** An alarm that may count towards an alert. */
export interface Alarm {
  readonly id: string;
  readonly raisedAt: Date;
  /** Set where an alert was raised for it already. */
  readonly alertId: string | null;
}

/**
 * The alarms that together raise an alert now: the newest `threshold` alarms that no alert has used yet, where they lie
 * within the window. Undefined where it is too early. Each alarm counts towards one alert only, so six alarms in a
 * minute at a threshold of three raise two alerts, and a late or repeated delivery raises none again.
 *
 * @param alarms alarms of one subject, in any order
 */
export function detect(rule: Detection, alarms: readonly Alarm[]): readonly Alarm[] | undefined {
  const unused = alarms
    .filter((alarm) => alarm.alertId === null)
    .sort((a, b) => a.raisedAt.getTime() - b.raisedAt.getTime());
  for (let end = unused.length; end >= rule.threshold; end -= 1) {
    const candidates = unused.slice(end - rule.threshold, end);
    const first = candidates[0];
    const last = candidates.at(-1);
    if (first === undefined || last === undefined) return undefined;
    if (last.raisedAt.getTime() - first.raisedAt.getTime() <= rule.windowSeconds * 1000) return candidates;
  }
  return undefined;
}
