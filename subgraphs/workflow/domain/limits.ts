/** What one model and one instance may use. A model beyond them is refused; an instance beyond them fails at its node. */
export const limits = {
  /** Bytes of the XML of a model. */
  modelBytes: 1024 * 1024,
  /** Elements in the XML, diagram included. */
  modelElements: 20_000,
  /** Nesting of elements in the XML. */
  modelDepth: 60,
  /** Flow nodes and sequence flows that are run. */
  modelNodes: 1_000,
  /** Characters of one expression. */
  expressionLength: 2_000,
  /** Steps of the engine in one advance, from one wait to the next. */
  engineSteps: 20_000,
  /** Visits of nodes in one advance: a circle without a wait ends here. */
  nodeVisits: 300,
  /** Milliseconds of one advance. */
  advanceMs: 2_000,
  /** Bytes of the engine's state as JSON. */
  stateBytes: 1024 * 1024,
  /** Bytes of an instance's variables as JSON. */
  variablesBytes: 256 * 1024,
  /** Bytes of variables that travel with an event. */
  eventVariablesBytes: 64 * 1024,
  /** Things that one instance waits for at once. */
  waits: 200,
  /** Iterations of a multi-instance activity. */
  iterations: 100,
  /** Repetitions of a timer. */
  timerRepeats: 1_000,
  /** Seconds between two repetitions of a timer, at least. */
  timerCycleSeconds: 1,
  /** Days that a timer may lie in the future. */
  timerDays: 3_660,
  /** Tasks that one task may depend on. */
  dependencies: 50,
} as const;
