import type { BenchCase } from '../graph/benchCases.ts';

/** What a contender is started with. */
export interface ContenderStart {
  readonly supergraphFile: string;
  /** Address below which the subgraphs are. */
  readonly origin: string;
  readonly cases: readonly BenchCase[];
  /** Profiles the process into this folder. */
  readonly profileDir: string | undefined;
  /** Flags of Node for our router, to try them. */
  readonly nodeFlags: readonly string[];
}

/** A router that the benchmark measures. */
export interface Contender {
  readonly name: string;
  /** Package and version, or what else says which program ran. */
  readonly version: string;
  /** Whether equal requests in flight to one subgraph are made once. */
  readonly shares: boolean;
  /** Says why it cannot run here, or gives how it is started. */
  prepare(start: ContenderStart): Promise<ContenderCommand | string>;
}

/** How a contender is started, and where it then answers. */
export interface ContenderCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Path of the GraphQL endpoint. */
  readonly path: string;
  readonly port: number;
}
