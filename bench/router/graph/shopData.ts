/**
 * The data of the benchmark: users write reviews of products. Any id names a user, so that requests can differ; the named
 * ones are those of the list. Objects carry their relations as functions, which graphql-js calls by itself.
 */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
  readonly numberOfReviews: number;
  reviews(): readonly Review[];
}

/** A product, with what is written about it. */
export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
  readonly shippingEstimate: number;
  reviews(): readonly Review[];
}

/** What a user wrote about a product. */
export interface Review {
  readonly id: string;
  readonly body: string;
  author(): User;
  product(): Product;
}

const names = ['Uri Goldshtein', 'Dotan Simha', 'Kamil Kisiela', 'Arda Tanrikulu', 'Gil Gardosh', 'Laurin Quast'];
const goods = ['Table', 'Couch', 'Glass', 'Chair', 'TV', 'Lamp', 'Grill', 'Fridge', 'Sofa'];
const bodies = [
  'Love it!',
  'Prefer something else, or the same a size smaller.',
  'Could be better. I would pay more for a drawer that opens as it should.',
  'Great value, "as seen on TV".',
];
/** Which user reviewed which product. */
const pairs = [0, 1, 2, 3, 4, 5].flatMap((user) =>
  [0, 1, 2, 3].map((nth) => [user, (user * 2 + nth * 3) % 7] as const),
);

const products = goods.map((name, index): Product => {
  const price = index % 3 === 1 ? 1299 + index : 54 * (index + 1);
  const weight = 100 * (index + 1);
  return {
    upc: `${index + 1}`,
    name,
    price,
    weight,
    inStock: index % 4 !== 3,
    shippingEstimate: shippingEstimate(price, weight),
    reviews: () => reviews.filter((_review, position) => pairs[position]?.[1] === index),
  };
});
const users = names.map((_name, index) => userOf(`${index + 1}`));
const reviews = pairs.map(
  ([user, product], index): Review => ({
    id: `${index + 1}`,
    body: `${bodies[index % bodies.length]} (${index + 1})`,
    author: () => users[user] as User,
    product: () => products[product] as Product,
  }),
);

/** What shipping costs; expensive goods ship for nothing. */
export function shippingEstimate(price: number, weight: number): number {
  return price > 1000 ? 0 : Math.round(weight * 0.5);
}

/** The users of the list. */
export function allUsers(): readonly User[] {
  return users;
}

/** The user with that id; the ids of the list name its users, others one of them by turns. */
export function userOf(id: string): User {
  const index = (Number.parseInt(id, 10) - 1) % names.length;
  const name = names[index] ?? 'Nobody';
  return {
    id,
    name,
    username: name.split(' ', 1)[0]?.toLowerCase() ?? '',
    birthday: 19_700_101 + index,
    numberOfReviews: 2,
    reviews: () => reviews.filter((_review, position) => pairs[position]?.[0] === index),
  };
}

/** The first products, that many of them at most. */
export function topProducts(first: number): readonly Product[] {
  return products.slice(0, first);
}

/** The product with that number, if there is one. */
export function productOf(upc: string): Product | undefined {
  return products.find((product) => product.upc === upc);
}

/** The review with that id, if there is one. */
export function reviewOf(id: string): Review | undefined {
  return reviews.find((review) => review.id === id);
}
