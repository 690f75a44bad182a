/** How one error of the product is described to those who meet it. */
export interface ErrorEntry {
  /** `client`: shown as it is. `internal`: masked for clients as INTERNAL_ERROR with the request id. */
  readonly audience: 'client' | 'internal';
  /** HTTP status when the error ends a whole request. */
  readonly status: number;
  /** Whether the same request, sent again later, may succeed. */
  readonly retryable: boolean;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

const client = (status: number, message: string) =>
  ({ audience: 'client', status, retryable: false, message }) as const;
const clientRetry = (status: number, message: string) =>
  ({ audience: 'client', status, retryable: true, message }) as const;
const internal = (message: string) => ({ audience: 'internal', status: 500, retryable: false, message }) as const;
const internalRetry = (message: string) => ({ audience: 'internal', status: 503, retryable: true, message }) as const;

/** The one list of error codes. Codes are part of the API: they are added and deprecated, never reused. */
export const catalogue = {
  // General
  INTERNAL_ERROR: internal('Something failed on our side. Report the request id if it happens again.'),
  BAD_USER_INPUT: client(
    400,
    'A value in the request is not valid. Correct the named value and send the request again.',
  ),
  BAD_REQUEST: client(400, 'The request is not well formed. Correct it and send it again.'),
  NOT_FOUND: client(404, 'Nothing with this identifier is visible to you. Check the identifier.'),
  CONFLICT: client(409, 'The change contradicts the present state. Read the object again and decide anew.'),
  CURSOR_INVALID: client(400, 'The cursor does not belong to this list. Start again without a cursor.'),
  PAGE_SIZE_INVALID: client(400, 'The page size must be between 1 and 100.'),
  PAYLOAD_TOO_LARGE: client(413, 'The request is larger than allowed. Send less at once.'),
  TIMEOUT: clientRetry(504, 'The work took longer than its deadline. Try again, or ask for less.'),
  SERVICE_UNAVAILABLE: clientRetry(503, 'The service cannot answer at the moment. Try again shortly.'),

  // Identity and access
  UNAUTHENTICATED: client(401, 'This needs a signed-in user. Send a valid access token.'),
  FORBIDDEN: client(403, 'Your roles do not allow this. Ask an administrator of your tenant for the named permission.'),
  TOKEN_INVALID: client(401, 'The access token is not acceptable. Sign in again.'),
  TOKEN_EXPIRED: client(401, 'The access token has expired. Refresh it and send the request again.'),
  IDENTITY_UNAVAILABLE: clientRetry(
    503,
    'The keys of the token issuer cannot be fetched at the moment. Try again shortly.',
  ),
  TOKEN_REVOKED: client(401, 'Your access has changed since the token was issued. Sign in again.'),
  TENANT_SUSPENDED: client(403, 'The tenant is suspended. Ask the operator of the platform.'),
  TENANT_MISMATCH: client(403, 'Token, X-Tenant-ID header and host name must name the same tenant.'),
  CONTEXT_MISSING: client(
    401,
    'The subgraph answers only requests that the router signed. Send the request to the router.',
  ),
  CONTEXT_INVALID: client(401, 'The signed context is not acceptable. Send the request to the router.'),
  CONTEXT_EXPIRED: clientRetry(401, 'The signed context has expired. Send the request to the router again.'),

  // Configuration and start
  CONFIG_INVALID: internal('The configuration is not valid. Correct the named settings and start again.'),
  PORT_IN_USE: internal('The port is in use by another program. Stop that program or choose another port.'),

  // Subgraph kit
  DEFINITION_INVALID: internal('A subgraph is not well defined. Correct what the message names.'),

  DATA_FOLDER_DAMAGED: internal(
    'A file in the data folder cannot be used. Restore the named file, or move the folder away to start empty.',
  ),
  DATA_FOLDER_IN_USE: internal(
    'Another process runs on the same data folder. Stop it, or choose another folder with DATA_DIR.',
  ),
  START_FAILED: internal('The platform cannot start. Correct what the message names and start again.'),

  // Embedded PostgreSQL
  EMBEDDED_POSTGRES_DAMAGED: internal(
    'The data folder of the embedded PostgreSQL cannot be used. Restore the named folder, or move it away to start empty.',
  ),
  EMBEDDED_POSTGRES_IN_USE: internal(
    'Another process runs the embedded PostgreSQL on the same data folder. Stop it, or choose another folder.',
  ),
  EMBEDDED_POSTGRES_UNAVAILABLE: internal(
    'No embedded PostgreSQL can run on this machine. Install the optional dependencies, or name a PostgreSQL server by its URL.',
  ),

  // Kafka, Redis and the schema registry without Docker
  SERVICE_START_FAILED: internal('A service cannot be started on this machine. Do what the message says.'),

  // Events and event log
  EVENT_LOG_UNAVAILABLE: internalRetry('The event log cannot be reached. The work is repeated when it is back.'),
  EVENT_LOG_CLOSED: internal('The event log of this process is closed; nothing more can be read or appended.'),
  EVENT_INVALID: internal('An event does not keep to its contract. Correct its producer.'),
  EVENT_POSITION_INVALID: client(400, 'The position is not one of this event log. Start again from a new position.'),
  EVENT_POSITION_EXPIRED: client(
    410,
    'Events behind this position are no longer kept. Read anew, then go on from now.',
  ),
  SCHEMA_REGISTRY_UNAVAILABLE: internalRetry(
    'The schema registry cannot be reached. Events wait until it is back; check SCHEMA_REGISTRY_URL if it never is.',
  ),
  SCHEMA_INCOMPATIBLE: internal(
    'An event contract cannot read what earlier versions wrote. Undo the change, or give it a topic of its own.',
  ),
  PERSONAL_DATA_KEYS_UNAVAILABLE: internalRetry(
    'The keys that protect personal data cannot be reached. The work is repeated when they are back.',
  ),
  PERSONAL_DATA_UNREADABLE: internal(
    'A personal value of an event was altered, or belongs to another tenant, event or field. It is not shown.',
  ),
  MASTER_KEY_MISSING: internal(
    'A data key is wrapped by a master key that is not configured. Put that key back into the file of master keys.',
  ),
  TENANT_SHREDDED: internal('The personal data of this tenant was destroyed; none is taken for it any more.'),

  // Broadcast between routers
  BROADCAST_UNAVAILABLE: internalRetry('Redis cannot be reached. Messages to other routers are sent again shortly.'),

  // Store, outbox and inbox
  STORE_UNAVAILABLE: clientRetry(503, 'The database cannot be reached. Try again shortly.'),
  STORE_FULL: clientRetry(
    503,
    'The database has no room for changes at the moment. Nothing was changed; try again later.',
  ),
  STORE_NOT_PREPARED: internal('The database is not hardened for tenants. Run prepareDatabase on it with a superuser.'),
  STORE_CONTENTION: clientRetry(503, 'Two changes at once blocked each other. Send the request again.'),
  STATEMENT_TIMEOUT: clientRetry(503, 'A statement ran longer than allowed. Ask for less, or try again.'),
  STATEMENT_REFUSED: internal('A tenant session takes single SELECT, INSERT, UPDATE, DELETE or MERGE statements only.'),
  SESSION_CLOSED: internal('The tenant session has ended. Await all work on it before it ends.'),
  TRANSACTION_ABORTED: internal('A statement of the transaction failed and the failure was not passed on. Rethrow it.'),
  COMMIT_UNKNOWN: client(
    503,
    'The connection broke during the commit. Read the object again before repeating the change.',
  ),
  TENANT_ID_INVALID: internal('A tenant is named by a UUID.'),
  TENANT_NOT_PROVISIONED: clientRetry(503, 'The tenant is still being set up. Try again shortly.'),
  MIGRATION_INVALID: internal('The migrations cannot be used. Correct the named one.'),
  MIGRATION_CHANGED: internal('A released migration was edited. Restore it and add a new one.'),
  MIGRATION_FAILED: internal('A migration failed and was rolled back. Correct it and start again; done ones are kept.'),

  // crm
  LEAD_ALREADY_CONVERTED: client(409, 'The lead is converted already. Use the customer that it became.'),
  LEAD_DISCARDED: client(409, 'The lead is discarded, and that is final.'),
  DEAL_CLOSED: client(409, 'The deal is won or lost already and moves no more.'),
  DEAL_STAGE_NOT_REACHABLE: client(409, 'A deal moves to the next stage of its pipeline, or to lost.'),

  // erp
  SKU_TAKEN: client(409, 'Another product has this stock keeping unit. Choose another.'),
  ORDER_ALREADY_INVOICED: client(409, 'The order has its invoice already.'),
  ORDER_CANCELLED: client(409, 'The order is cancelled.'),
  ORDER_PAID: client(409, 'The order is paid and can no longer be cancelled.'),
  INVOICE_ALREADY_PAID: client(409, 'The invoice is paid already. An invoice is paid at most once.'),
  INVOICE_VOID: client(409, 'The invoice is void. Nothing can be paid for it.'),

  // inosec
  ALERT_ALREADY_ACKNOWLEDGED: client(409, 'Somebody has acknowledged the alert already.'),
  ALERT_NOT_ACKNOWLEDGED: client(409, 'Acknowledge the alert before you resolve it.'),
  ALERT_ALREADY_RESOLVED: client(409, 'The alert is resolved already.'),

  // tenant
  SLUG_TAKEN: client(409, 'Another tenant has this slug. Choose another.'),
  TENANT_EXISTS: client(409, 'There is a tenant with this identifier already, under another slug.'),
  TENANT_ACTIVE: client(409, 'The tenant is served. Suspend it first: a deletion cannot be undone.'),
  TENANT_DELETED: client(
    403,
    'The tenant was deleted for good; neither its identifier nor its slug can be used again. Use another tenant.',
  ),
  USER_EXISTS: client(409, 'The tenant has a user with this identifier already.'),
  EMAIL_TAKEN: client(409, 'A user of the tenant has this email address already.'),
  WORKSPACE_NAME_TAKEN: client(409, 'A workspace of the tenant has this name already.'),
  INVITATION_ALREADY_ACCEPTED: client(409, 'The invitation is accepted already.'),
  USER_DEACTIVATED: client(409, 'The user is deactivated.'),
  LAST_ADMIN: client(409, 'A tenant keeps at least one active admin. Make somebody else admin first.'),

  // workflow
  BPMN_INVALID: client(400, 'The document is not a BPMN 2.0 model that can be kept. Correct it and deploy it again.'),
  WORKFLOW_NOT_EXECUTABLE: client(
    409,
    'The model does not run here; its definition says why. Deploy a version that does.',
  ),
  WORKFLOW_ENDED: client(409, 'The process instance has ended and takes no more commands.'),
  WORKFLOW_NOT_WAITING: client(409, 'The process instance does not wait for this. Read what it waits for.'),
  TASK_NOT_OPEN: client(409, 'The task is completed or cancelled already.'),
  TASK_BLOCKED: client(409, 'The task depends on open tasks. Complete these first.'),
  PROJECT_CLOSED: client(409, 'The project is closed and takes no changes.'),

  // Router: the edge and documents
  METHOD_NOT_ALLOWED: client(405, 'The method is not allowed here. Use GET for queries, POST for everything.'),
  UNSUPPORTED_MEDIA_TYPE: client(415, 'Send the request as application/json in UTF-8.'),
  NOT_ACCEPTABLE: client(
    406,
    'Accept application/graphql-response+json, application/json or, for streams, text/event-stream.',
  ),
  ROUTE_NOT_FOUND: client(404, 'There is nothing at this address. The graph is at /graphql.'),
  ORIGIN_REFUSED: client(403, 'Web pages of this origin may not use the router. Ask its operator to allow the origin.'),
  SUBSCRIPTION_NEEDS_STREAM: client(
    406,
    'A subscription needs a stream. Use a WebSocket (graphql-transport-ws) or accept text/event-stream.',
  ),
  GRAPHQL_PARSE_FAILED: client(400, 'The document is not GraphQL. Correct the named place.'),
  GRAPHQL_VALIDATION_FAILED: client(400, 'The document does not fit the schema. Correct the named places.'),
  OPERATION_NOT_FOUND: client(400, 'The document has no such operation. Name one of its operations.'),
  INTROSPECTION_DISABLED: client(400, 'Introspection is off here. Use the published schema.'),
  LIMIT_TOKENS: client(400, 'The document is too long. Ask for less at once.'),
  LIMIT_DEPTH: client(400, 'The operation is nested too deeply. Ask for less at once.'),
  LIMIT_ALIASES: client(400, 'The operation has too many aliases. Ask for less at once.'),
  LIMIT_ROOT_FIELDS: client(400, 'The operation has too many root fields. Split it.'),
  LIMIT_SELECTIONS: client(400, 'The operation is too large once its fragments are spread. Ask for less at once.'),
  LIMIT_DIRECTIVES: client(400, 'The operation applies too many directives. Ask for less at once.'),
  LIMIT_REPETITIONS: client(400, 'The operation names the same field too often at one place. Name it once.'),
  LIMIT_COST: client(400, 'The operation may return more than allowed. Ask for shorter lists or fewer fields.'),
  LIMIT_PLANNING: client(400, 'The operation is too complex to be planned. Split it.'),
  RATE_LIMITED: clientRetry(
    429,
    'Too many operations were sent, by the named scope and window. Wait for the named seconds and send it again.',
  ),
  ROUTER_OVERLOADED: clientRetry(503, 'The router has more to do than it can take on. Try again in a second or more.'),
  LIMIT_BATCH: client(400, 'The batch has too many operations. Send fewer at once.'),
  BATCHING_DISABLED: client(400, 'Batches are not served. Send one operation per request.'),
  UPLOAD_NOT_SUPPORTED: client(
    415,
    'Files are not sent through the graph. Ask it for a presigned upload and send the file to the address it gives.',
  ),
  CONTENT_ENCODING_UNSUPPORTED: client(415, 'Compressed request bodies are not accepted. Send the body as it is.'),
  // Clients of the protocol look for this very message and then send the text with the hash.
  PERSISTED_QUERY_NOT_FOUND: client(400, 'PersistedQueryNotFound'),
  PERSISTED_QUERY_NOT_SUPPORTED: client(400, 'PersistedQueryNotSupported'),
  PERSISTED_QUERY_MISMATCH: client(400, 'The text of the document does not have the given hash. Send the right one.'),
  OPERATION_NOT_SAFELISTED: client(
    403,
    'Only registered operations may be sent with these credentials. Register it, or send the identifier of one that is.',
  ),
  MANIFEST_INVALID: internal('A manifest of persisted operations cannot be used. Correct what the message names.'),
  POLICIES_INVALID: internal('The file of access policies cannot be used. Correct what the message names.'),
  STREAM_NOT_FOUND: client(404, 'There is no event stream for this token. Make a reservation first.'),
  STREAM_IN_USE: client(409, 'The event stream of this token is open already. Make another reservation.'),
  OPERATION_ID_IN_USE: client(409, 'An operation with this id runs on the stream already. Choose another id.'),
  LIMIT_STREAMS: client(429, 'Too many event streams are reserved. Close some, or try again shortly.'),
  LIMIT_SUBSCRIPTIONS: client(
    429,
    'Too many subscriptions are open, by the named scope. End some and subscribe again.',
  ),

  // Router: plans and subgraphs
  SUPERGRAPH_INVALID: internal('The supergraph cannot be used. Compose it again from Federation 2 subgraphs.'),
  SUPERGRAPH_NOT_TRUSTED: internal('The supergraph does not have the checksum or signature that it must have.'),
  QUERY_PLAN_FAILED: internal('No plan was found for this operation.'),
  SUBGRAPH_UNAVAILABLE: clientRetry(502, 'A part of the graph cannot be reached at the moment. Try again shortly.'),
  SUBGRAPH_TIMEOUT: clientRetry(504, 'A part of the graph did not answer in time. Try again, or ask for less.'),
  SUBGRAPH_OVERLOADED: clientRetry(503, 'A part of the graph has more to do than it can take on. Try again shortly.'),
  SUBGRAPH_INVALID_ANSWER: client(502, 'A part of the graph gave an answer that does not fit the schema.'),
  SUBGRAPH_ANSWER_TOO_LARGE: client(
    502,
    'A part of the graph gave an answer larger than allowed. Ask for less at once.',
  ),
  SUBGRAPH_ERROR: client(502, 'A part of the graph reported an error.'),
  SUBSCRIPTION_ENDED_BY_CHANGE: clientRetry(503, 'The graph has changed what you subscribed to. Subscribe again.'),
  REQUEST_CANCELLED: client(499, 'The client left before the answer was ready.'),

  // Router: live
  LIVE_CURSOR_INVALID: client(
    400,
    'The cursor is not one that you got for this stream. Query again, and subscribe from the cursor of that answer.',
  ),
  CURSOR_EXPIRED: client(
    410,
    'Events behind the cursor are no longer kept. Query again with extensions.cursor, and subscribe from the cursor of that answer.',
  ),
  LIVE_FIELD_UNKNOWN: client(400, 'A cursor was asked for a field that events do not feed. Name subscription fields.'),
  LIVE_UNAVAILABLE: clientRetry(503, 'Live events cannot be had at the moment. Subscribe again shortly.'),
  LIVE_OVERLOADED: clientRetry(503, 'Events came faster than they could be answered. Subscribe again.'),
  SUBSCRIPTION_FAILED: clientRetry(502, 'The stream behind this subscription ended with an error. Subscribe again.'),
  SLOW_READER: clientRetry(503, 'Too much was left unread. Connect again and go on from your cursors.'),
  ACCESS_CHANGED: clientRetry(403, 'The fresh token has other permissions. Connect again and go on from your cursors.'),
} as const satisfies Record<string, ErrorEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue;
