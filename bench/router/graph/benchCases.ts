/** One kind of request that the benchmark sends. */
export interface BenchCase {
  readonly name: string;
  readonly query: string;
  /** Bodies' variables; requests take them in turn. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
  /** Milliseconds that every subgraph waits before it answers. */
  readonly delay: number;
  /** Requests of one round are bounded by time; connections stay the same. */
  readonly connections: number;
  /** Requests until the engine has compiled what it compiles; not counted. */
  readonly warmUp: number;
}

const large = `fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }
query TestQuery {
  users {
    ...User
    reviews {
      ...Review
      product {
        ...Product
        reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
      }
    }
  }
  topProducts {
    ...Product
    reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
  }
}`;

const medium = `query Medium {
  topProducts(first: 5) { upc name price inStock shippingEstimate reviews { id body author { id username } } }
}`;

const small = 'query Small { users { id name username birthday } }';

const distinct = `query Distinct($id: ID!) {
  user(id: $id) { id name username reviews { id body product { upc name price inStock } } }
}`;

const none = [{}];
const ids = Array.from({ length: 500 }, (_value, index) => ({ id: `${index + 1}` }));

/** `large` is the query known from the gateways-benchmark. */
export const benchCases: readonly BenchCase[] = [
  { name: 'large', query: large, variables: none, delay: 0, connections: 50, warmUp: 1000 },
  { name: 'medium', query: medium, variables: none, delay: 0, connections: 50, warmUp: 4000 },
  { name: 'small', query: small, variables: none, delay: 0, connections: 50, warmUp: 8000 },
  { name: 'distinct', query: distinct, variables: ids, delay: 0, connections: 50, warmUp: 4000 },
  { name: 'large+4ms', query: large, variables: none, delay: 4, connections: 50, warmUp: 300 },
  { name: 'medium+4ms', query: medium, variables: none, delay: 4, connections: 50, warmUp: 1000 },
];
