/** Something wrong with a model, and the element it is about (null: the whole model). */
export interface ModelProblem {
  readonly elementId: string | null;
  readonly message: string;
}
