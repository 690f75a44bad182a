// The parts of bpmn-elements that this adapter touches. The package's own types leave behaviours untyped.

/** A message on one of the engine's brokers. */
export interface EngineMessage {
  readonly fields: { readonly routingKey: string; readonly redelivered?: boolean };
  readonly content: EngineContent;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a message of the engine tells of an element. */
export interface EngineContent {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly executionId: string;
  readonly isRootScope?: boolean;
  readonly index?: number;
  readonly expireAt?: string | Date;
  readonly repeat?: number;
  readonly error?: Error & { readonly source?: EngineMessage };
  readonly [property: string]: unknown;
}

/** Carries the messages of one element. */
export interface EngineBroker {
  publish(exchange: string, routingKey: string, content: unknown, properties?: unknown): unknown;
  getConsumer(tag: string): unknown;
  subscribeTmp(
    exchange: string,
    pattern: string,
    onMessage: (routingKey: string, message: EngineMessage) => void,
    options: { noAck: boolean; consumerTag: string },
  ): unknown;
}

/** A flow node while it runs. */
export interface EngineActivity {
  readonly id: string;
  readonly type: string;
  readonly broker: EngineBroker;
  readonly environment: { readonly options: Readonly<Record<string, unknown>> };
}

/** What runs inside of an activity; made anew for each activity of each run. */
export interface EngineBehaviour {
  execute(message: EngineMessage): unknown;
}

/** A model that runs or can be resumed. */
export interface EngineDefinition {
  readonly broker: EngineBroker;
  readonly isRunning: boolean;
  run(options: { processId: string }): unknown;
  resume(): unknown;
  recover(state: unknown): EngineDefinition;
  getState(): unknown;
}
