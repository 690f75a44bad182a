import { eventContractSettings } from './eventContractSettings.ts';
import { eventLogSettings } from './eventLogSettings.ts';
import { executionSettings } from './executionSettings.ts';
import { limitSettings } from './limitSettings.ts';
import { metricsSettings } from './metricsSettings.ts';
import { optional, secret, setting } from './setting.ts';
import { oneOf, port, text, url, wholeNumber } from './settingTypes.ts';

const fileName = text('a path of a file');
const postgres = url('postgres:', 'postgresql:');
const web = url('http:', 'https:');

/** Every setting that is not per subgraph, by area. The only list: types, checks and documentation come from it. */
export const settings = {
  host: setting(
    'HOST',
    text('a host name or an IP address', /^[A-Za-z0-9.:-]+$/),
    '127.0.0.1',
    'Address on which router and embedded issuer listen. The default is reachable from this machine only.',
  ),
  port: setting('PORT', port, 4000, 'Port of the router.'),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Lowest level of log lines that are written.',
  ),
  dataDir: setting(
    'DATA_DIR',
    text('a path of a folder'),
    '.data',
    'Folder in which the embedded start keeps databases, keys and logs; relative to the project unless absolute.',
  ),

  supergraphFile: setting(
    'SUPERGRAPH_FILE',
    fileName,
    'schema/generated/supergraph.graphql',
    'Supergraph SDL that the router serves; relative to the project unless absolute.',
  ),
  ...executionSettings,
  routerAuth: setting(
    'ROUTER_AUTH',
    oneOf('oidc', 'none'),
    'oidc',
    'Who may ask the router: `oidc` demands access tokens, `none` serves everybody and is for foreign supergraphs only.',
  ),
  tenantHostSuffix: optional(
    'TENANT_HOST_SUFFIX',
    text('a domain name such as example.com', /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/),
    'When set, the first label of a host name below this domain names the tenant: acme.example.com is tenant acme.',
  ),

  introspection: setting(
    'INTROSPECTION',
    oneOf('on', 'off'),
    'on',
    'Whether the router answers introspection and suggests names in validation errors at all.',
  ),
  introspectionPublic: setting(
    'INTROSPECTION_PUBLIC',
    oneOf('auto', 'on', 'off'),
    'auto',
    'Whether callers without token may use it; `auto` lets them unless OIDC_ISSUER is set, as in production.',
  ),
  introspectionUser: setting('INTROSPECTION_USER', oneOf('on', 'off'), 'on', 'The same for signed-in users.'),
  introspectionPartner: setting(
    'INTROSPECTION_PARTNER',
    oneOf('auto', 'on', 'off'),
    'auto',
    'The same for partners, as for callers without token. What is in their manifest they may send in any case.',
  ),
  graphiql: setting('GRAPHIQL', oneOf('on', 'off'), 'on', 'Whether the router serves GraphiQL at /graphiql.'),
  corsOrigins: optional(
    'CORS_ORIGINS',
    text('origins such as https://app.example.com with commas between', /^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/),
    'Other origins whose web pages may use the router. Without it only pages of the router itself may.',
  ),

  persistedOperations: optional(
    'PERSISTED_OPERATIONS',
    text('scope=file pairs with commas between', /^[a-z]+(:[\w.-]+)?=[^,=]+(,[a-z]+(:[\w.-]+)?=[^,=]+)*$/),
    "Manifests of persisted operations by who may send them: `public`, `user`, `partner` or `partner:<name>`, e.g. `user=operations/web.json,partner:erpsync=operations/erpsync.json`. Each is codegen's `{hash: text}` or Apollo's manifest.",
  ),
  safelistPublic: setting(
    'SAFELIST_PUBLIC',
    oneOf('open', 'log', 'safelist'),
    'open',
    'What callers without token may send: `open` anything, `log` anything but what is not in their manifest is logged, `safelist` only what is in their manifest.',
  ),
  safelistUser: setting('SAFELIST_USER', oneOf('open', 'log', 'safelist'), 'open', 'The same for signed-in users.'),
  safelistPartner: setting(
    'SAFELIST_PARTNER',
    oneOf('open', 'log', 'safelist'),
    'safelist',
    'The same for partners, who are callers with the role `partner`.',
  ),
  automaticPersistedQueries: setting(
    'AUTOMATIC_PERSISTED_QUERIES',
    oneOf('on', 'off'),
    'on',
    'Whether clients may register documents by their hash. Never possible for callers with a safelist.',
  ),
  maskErrors: setting(
    'MASK_ERRORS',
    oneOf('auto', 'on', 'off'),
    'auto',
    'Whether clients see only those errors of subgraphs that are made for clients; `auto` does it unless ROUTER_AUTH is `none`.',
  ),
  accessMode: setting(
    'ACCESS_MODE',
    oneOf('reject', 'filter'),
    'reject',
    'What happens to an operation with fields that its caller may not have: `reject` refuses it, `filter` answers null for these fields, with an error each.',
  ),
  policiesFile: optional(
    'POLICIES_FILE',
    fileName,
    'YAML file that gives each policy named by `@policy` a CEL expression over `user`, `tenant` and `args`. A policy that it does not have is never met.',
  ),
  costLimitPublic: setting(
    'COST_LIMIT_PUBLIC',
    wholeNumber(0, 1_000_000_000),
    100_000,
    'Highest estimated cost of an operation of callers without token; 0 means none.',
  ),
  costLimitUser: setting('COST_LIMIT_USER', wholeNumber(0, 1_000_000_000), 100_000, 'The same for signed-in users.'),
  costLimitPartner: setting('COST_LIMIT_PARTNER', wholeNumber(0, 1_000_000_000), 100_000, 'The same for partners.'),
  listSize: setting(
    'LIST_SIZE',
    wholeNumber(1, 10_000),
    10,
    'How many entries the cost of an operation counts for a list of which the schema and the arguments do not say it.',
  ),
  limitCharacters: setting(
    'LIMIT_CHARACTERS',
    wholeNumber(1, 10_000_000),
    100_000,
    'Characters that a document may have.',
  ),
  limitTokens: setting('LIMIT_TOKENS', wholeNumber(1, 1_000_000), 5_000, 'Tokens that a document may have.'),
  limitDepth: setting('LIMIT_DEPTH', wholeNumber(1, 100), 20, 'Levels of fields that an operation may have.'),
  limitAliases: setting('LIMIT_ALIASES', wholeNumber(0, 100_000), 50, 'Aliases that an operation may have.'),
  limitRootFields: setting('LIMIT_ROOT_FIELDS', wholeNumber(1, 10_000), 20, 'Root fields that an operation may have.'),
  planTimeout: setting(
    'PLAN_TIMEOUT_MS',
    wholeNumber(1, 60_000),
    2_000,
    'How long the planning of one large operation may take, in milliseconds.',
  ),
  batchLimit: setting(
    'BATCH_LIMIT',
    wholeNumber(0, 100),
    0,
    'How many operations one HTTP request may carry as a JSON array; 0 refuses batches.',
  ),

  ...limitSettings,
  ...metricsSettings,

  oidcIssuer: optional(
    'OIDC_ISSUER',
    web,
    'Issuer whose access tokens the router accepts. Without it the embedded issuer is started.',
  ),
  oidcAudience: setting(
    'OIDC_AUDIENCE',
    text('a non-empty text'),
    'urn:inopsio:api',
    'Audience that access tokens must carry.',
  ),
  oidcJwksUrl: optional(
    'OIDC_JWKS_URL',
    web,
    "Address of the issuer's signing keys. Without it the address comes from the issuer's discovery document.",
  ),
  issuerPort: setting('ISSUER_PORT', port, 4010, 'Port of the embedded issuer.'),

  databaseServerUrl: secret(
    'DATABASE_SERVER_URL',
    postgres,
    'PostgreSQL server, as a superuser, on which the embedded start prepares its databases. Without it an embedded PostgreSQL is started.',
  ),
  databasePrefix: setting(
    'DATABASE_PREFIX',
    text('lower-case letters, digits and _ (at most 16)', /^[a-z][a-z0-9_]{0,15}$/),
    '',
    'Put before the names of databases and login roles, so that several installations can share one server.',
  ),
  postgresPort: setting('POSTGRES_PORT', port, 4020, 'Port of the embedded PostgreSQL.'),

  ...eventLogSettings,
  ...eventContractSettings,

  redisUrl: secret(
    'REDIS_URL',
    url('redis:', 'rediss:'),
    'Redis over which routers tell one another of revocations and share the counts of rate limits. Without it each router learns of revocations from the event log alone, and counts by itself.',
  ),
  cursorKeysFile: optional(
    'CURSOR_KEYS_FILE',
    fileName,
    'Keys of live cursors, one per line, 32 bytes in base64url; the first one seals, all of them open. All routers need the same. Without it, one in the data folder.',
  ),
  subscriptionsPerSocket: setting(
    'SUBSCRIPTIONS_PER_SOCKET',
    wholeNumber(1, 10_000),
    100,
    'Operations that may be open on one WebSocket at the same time.',
  ),
  subscriptionsPerUser: setting(
    'SUBSCRIPTIONS_PER_USER',
    wholeNumber(1, 1_000_000),
    1_000,
    'Subscriptions that one user may have open in one router.',
  ),
  subscriptionsPerTenant: setting(
    'SUBSCRIPTIONS_PER_TENANT',
    wholeNumber(1, 10_000_000),
    20_000,
    'Subscriptions that the users of one tenant may have open in one router.',
  ),
  replayEventsPerSecond: setting(
    'REPLAY_EVENTS_PER_SECOND',
    wholeNumber(1, 1_000_000),
    2_000,
    'Events per second that a router replays for the resuming subscribers of one tenant.',
  ),

  contextPrivateKeyFile: optional(
    'CONTEXT_PRIVATE_KEY_FILE',
    fileName,
    'Ed25519 private key (PEM, PKCS 8) with which the router signs the context of subgraph requests. Without it, one in the data folder.',
  ),
  contextPublicKeyFile: optional(
    'CONTEXT_PUBLIC_KEY_FILE',
    fileName,
    'Public half of that key (PEM, SPKI), with which subgraphs verify the context. Without it, one in the data folder.',
  ),
};
