/** A load and how often it is repeated. */
export interface LiveCase {
  readonly name: string;
  readonly title: string;
  readonly subscribers: number;
  /** Series that subscribers are spread over: each is a group of its own. */
  readonly series: number;
  readonly eventsPerRound: number;
  /** Events per second within a round; all that a round has wait for their turn. */
  readonly perSecond: number;
  /** Bytes that each event is made larger by. */
  readonly padding: number;
  /** Subscribers that do not read; rounds with them come after rounds without. */
  readonly stalled: number;
}

/** @param scale 1 for the full load, less to try it out */
export function liveCases(scale: number): readonly LiveCase[] {
  const scaled = (count: number): number => Math.max(10, Math.round(count * scale));
  return [
    {
      name: 'one-group',
      title: `One event to ${scaled(10_000)} subscribers of one group`,
      subscribers: scaled(10_000),
      series: 1,
      eventsPerRound: 8,
      perSecond: 1,
      padding: 0,
      stalled: 0,
    },
    {
      name: 'groups',
      title: `${scaled(1_000)} groups with distinct variables, 100 events a second`,
      subscribers: scaled(1_000),
      series: scaled(1_000),
      eventsPerRound: 400,
      perSecond: 100,
      padding: 0,
      stalled: 0,
    },
    {
      name: 'stalled',
      title: `${scaled(100)} stalled of ${scaled(1_000)} subscribers, events of 10 KB, 20 a second`,
      subscribers: scaled(1_000),
      series: 1,
      eventsPerRound: 60,
      perSecond: 20,
      padding: 10_000,
      stalled: scaled(100),
    },
  ];
}
