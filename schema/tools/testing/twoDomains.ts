/** Two small domains that share an entity and a live field; sound as they are. */
export const twoDomains = {
  sales: `# Extensions need no base type.
extend type Query {
  customer(id: ID!): Customer @requiresScopes(scopes: [["sales:read"]])
}
extend type Mutation {
  renameCustomer(id: ID!, name: String!): RenameCustomerResult! @authenticated
}
extend type Subscription {
  customerRenamed: Customer! @authenticated @eventStream(topic: "customer.renamed", entity: "{ id: customer_id }")
}
"Somebody who buys."
type Customer @key(fields: "id") @requiresScopes(scopes: [["sales:read"]]) {
  id: ID!
  name: String! @pii
}
union RenameCustomerResult = Customer | NotFound
`,
  billing: `type Query {
  openBills(first: Int = 20, after: String): [Bill!]! @authenticated
}
type Bill @key(fields: "id") @authenticated {
  id: ID!
  amount: Money!
  customer: Customer!
}
type Customer @key(fields: "id") {
  id: ID!
  bills: [Bill!]! @authenticated
}
`,
};

/** The event that feeds the live field. */
export const salesEvents = `"A customer got another name."
type CustomerRenamed @event(topic: "customer.renamed", version: "1.0.0", key: "customer_id") {
  customer_id: ID!
  tenant_id: ID!
  name: String! @pii
}
`;
