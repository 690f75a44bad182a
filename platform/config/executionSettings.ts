import { optional, setting } from './setting.ts';
import { oneOf, text, url, wholeNumber } from './settingTypes.ts';

const fileName = text('a path of a file');

/** Settings of how the router executes operations, and where its supergraph comes from. */
export const executionSettings = {
  routerEngine: setting(
    'ROUTER_ENGINE',
    oneOf('compiled', 'apollo'),
    'compiled',
    'What plans and executes queries and mutations: `compiled` is the executor of this project, `apollo` is @apollo/server with @apollo/gateway behind the same edge and access rules, slower, to compare with when in doubt. Subscriptions are always executed by ours.',
  ),
  supergraphUrl: optional(
    'SUPERGRAPH_URL',
    url('http:', 'https:'),
    'Address that is asked for the supergraph again and again, instead of SUPERGRAPH_FILE. The headers x-supergraph-sha256 and x-supergraph-signature vouch for it.',
  ),
  supergraphPollSeconds: setting(
    'SUPERGRAPH_POLL_SECONDS',
    wholeNumber(1, 86_400),
    10,
    'Seconds between two questions to SUPERGRAPH_URL.',
  ),
  supergraphWatch: setting(
    'SUPERGRAPH_WATCH',
    oneOf('on', 'off'),
    'on',
    'Whether a changed SUPERGRAPH_FILE is taken into service while the router runs.',
  ),
  supergraphPublicKeyFile: optional(
    'SUPERGRAPH_PUBLIC_KEY_FILE',
    fileName,
    'Ed25519 public key (PEM). With it, only supergraphs are served that are signed: base64 in a file of the same name with .sig, or in the header x-supergraph-signature.',
  ),
  shapingFile: optional(
    'SHAPING_FILE',
    fileName,
    'YAML file with time limits, concurrency, queue, repetitions and circuit breaker of calls to subgraphs: `all`, and by name below `subgraphs`.',
  ),
  requestSharing: setting(
    'REQUEST_SHARING',
    oneOf('on', 'off'),
    'on',
    'Whether equal queries of the same user that are in flight at the same time are executed once.',
  ),
  overrideLabels: optional(
    'OVERRIDE_LABELS',
    text('labels, separated by commas', /^[a-zA-Z][\w\-:./]*(,[a-zA-Z][\w\-:./]*)*$/),
    'Labels of `@override(label:)` that are in force, separated by commas: their fields come from the new subgraph, those with other labels from the old one.',
  ),
  answerMemoMegabytes: setting(
    'ANSWER_MEMO_MB',
    wholeNumber(0, 4_096),
    32,
    'Megabytes for remembered answers of queries. Subgraphs are asked all the same; where each answers with the same bytes as the last time, the answer to the client is the remembered one. 0 turns it off.',
  ),
  subgraphCompression: setting(
    'SUBGRAPH_COMPRESSION',
    oneOf('on', 'off'),
    'off',
    'Whether subgraphs may compress their answers; worth it over slow networks only.',
  ),
  codeGeneration: setting(
    'CODE_GENERATION',
    oneOf('on', 'off'),
    'on',
    'Whether code may be generated for each operation. Turn it off where `new Function` is not allowed; operations are then a little slower.',
  ),
};
