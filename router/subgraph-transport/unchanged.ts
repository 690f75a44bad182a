/** Stands for an answer whose bytes are those that the caller knows already; see `known` of `FetchLimits`. */
export const unchanged: unique symbol = Symbol('unchanged');
