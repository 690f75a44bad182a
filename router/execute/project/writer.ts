/**
 * Writes one value of the gathered data as JSON text.
 *
 * Two results stand for null: `null` is a null that the type allows so far; the empty text is a null that follows from
 * a problem which was reported already and travels up to the next nullable place (specification, section 6.4.4).
 */
export type Writer = (value: unknown, run: ProjectionRun) => string;

/** Empty text: a null whose cause is reported, see {@link Writer}. */
export const propagated = '';

/** One projection: what it knows besides the data, and what it found. */
export class ProjectionRun {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Index of the element being written in each list around it, outermost first. */
  readonly indices: number[] = [];
  readonly problems: TypeProblem[] = [];
  /** Texts of objects that may stand at many places, by writer. */
  readonly texts: (Map<object, string> | undefined)[] = [];

  constructor(variables: Readonly<Record<string, unknown>>) {
    this.variables = variables;
  }

  /** Reports that the value at a place does not fit its type. */
  report(place: Place, problem: string): void {
    this.problems.push({ path: pathOf(place, this.indices), problem });
  }
}

/** A value that does not fit its type; its path is the client's. */
export interface TypeProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** A place in the answer: response keys, and `@` for "the present element" of a list. */
export type Place = readonly string[];

/** The path of a place for the elements that are being written. */
export function pathOf(place: Place, indices: readonly number[]): (string | number)[] {
  let depth = 0;
  return place.map((segment) => (segment === '@' ? (indices[depth++] ?? 0) : segment));
}
