import type { GraphQLArgument, GraphQLField, GraphQLInputType } from 'graphql';

/** A variable of a generated operation, with the place that it fills. */
export interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly argument: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** Name of the type that has the field. */
  readonly parent: string;
}

/** Collects the variables of an operation while it is written. */
export class Variables {
  readonly all: Variable[] = [];

  /** Declares a variable for an argument and gives its name. */
  declare(argument: GraphQLArgument, field: GraphQLField<unknown, unknown>, parent: string): string {
    const name = `${argument.name}${this.all.length}`;
    this.all.push({ name, type: argument.type, argument: argument.name, field, parent });
    return name;
  }

  /** The definitions behind an operation's name; empty when it has none. */
  get definitions(): string {
    return this.all.length === 0 ? '' : `(${this.all.map(({ name, type }) => `$${name}: ${type}`).join(', ')})`;
  }
}
