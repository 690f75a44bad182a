import type { TenantFacts } from './tenantFacts.ts';

/** Something that reached a tenant and belongs to another. */
export interface Leak {
  /** What brought it, e.g. a root field. */
  readonly place: string;
  /** The foreign text or id. */
  readonly foreign: string;
  /** The request or subscription. */
  readonly request: string;
  /** Begin of the answer. */
  readonly answer: string;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Looks through everything that one tenant receives for what belongs to the other. */
export class LeakWatch {
  readonly leaks: Leak[] = [];
  /** Answers without any error: a trial of nothing but refused requests would prove nothing. */
  successes = 0;
  readonly #canary: string;
  readonly #foreignIds: ReadonlySet<string>;
  readonly #sentInChanges = new Set<string>();

  /**
   * @param other the tenant whose texts and ids must not appear
   * @param own ids that both tenants know, e.g. those of the platform, are nobody's secret
   */
  constructor(other: TenantFacts, own: TenantFacts) {
    this.#canary = other.canary;
    this.#foreignIds = new Set([...other.rows.ids, other.tenantId].filter((id) => !own.rows.ids.has(id)));
  }

  /**
   * Notes the foreign ids of a change that is about to be sent. A change may keep an id that it was given, e.g. that of a
   * user of another domain, so that later answers repeat it: the caller has it from itself.
   */
  noteChange(request: string): void {
    for (const id of this.#foreignIn(request)) this.#sentInChanges.add(id);
  }

  /** Looks through an answer, an error or a frame. */
  check(place: string, request: string, answer: string): void {
    const report = (foreign: string) =>
      this.leaks.push({ place, foreign, request: request.slice(0, 4000), answer: answer.slice(0, 4000) });
    if (!answer.includes('"errors":')) this.successes++;
    if (answer.includes(this.#canary)) report(this.#canary);
    for (const id of this.#foreignIn(answer)) {
      if (!this.#sentInChanges.has(id) && !request.includes(id)) report(id);
    }
  }

  /** Whether the tenant's own rows may hold ids of the other by now. */
  get changesWereSent(): boolean {
    return this.#sentInChanges.size > 0;
  }

  /** Takes the answers to a request with ids of the other tenant and to the same with ids of nobody: they must be equal. */
  compare(place: string, request: string, answer: string, answerForUnknown: string): void {
    if (withoutIds(answer) === withoutIds(answerForUnknown)) return;
    this.leaks.push({
      place,
      foreign: 'that an id exists',
      request: request.slice(0, 4000),
      answer: `${answer.slice(0, 2000)} instead of ${answerForUnknown.slice(0, 2000)}`,
    });
  }

  #foreignIn(text: string): string[] {
    return [...text.matchAll(uuid)].map(([id]) => id).filter((id) => this.#foreignIds.has(id));
  }
}

/** A text without what may differ between two equal answers: ids, and the moments at which they were made. */
function withoutIds(text: string): string {
  return text.replaceAll(uuid, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}
