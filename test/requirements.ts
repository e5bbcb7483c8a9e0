/** What users are promised. Each promise has at least one test, marked with {@link verifies}. */
export const requirements = {
  demo: 'The demo shows real charts of a real service within minutes of a clone.',
  instruments:
    'Each instrument becomes the chart that the table says, on the oldest and newest SDK.',
  conservation: 'What was measured arrives, once, whatever the network did meanwhile.',
  views: 'Views that measure only what is charted change no point of any chart.',
  readers: 'Other readers of the provider send what they would send without ours.',
  ownTraffic: 'No point comes of the exporter’s own requests.',
  grid: 'A chart gets one point a bucket whatever the reader’s interval is, and none is overdue.',
  quota: 'Ten charts, the same ones in whatever order metrics come; who gets none is named.',
  refusedChart: 'A chart that the service refuses costs only that chart.',
  refusedKey: 'A refused key is said once and asked about rarely; the data is kept.',
  badNumbers: 'What is not a finite number is dropped and counted, and harms nothing else.',
  shutdown: 'A shutdown ends in time with any server, and writes down what is undelivered.',
  register:
    'Metrics are set up without code, and a set-up that cannot work leaves the app as it is.',
  processEnd:
    'However a process ends, what it measured is delivered or written down, and it ends as it would without us.',
  callers: 'The service can be called as its users call it, and says what is wrong.',
  badOptions: 'A bad option says what was expected, what came and what to do.',
  selfMetrics:
    'The exporter tells how it does by OpenTelemetry’s conventions, exactly, and never feeds itself.',
  warnings: 'What should be looked into is said once, with what to do; nothing is a false alarm.',
  secrets: 'The API key is in nothing that anybody sees.',
  crossOrigin:
    'A page of another site changes nothing, and reads nothing but what is meant for all.',
  strictPages: 'Pages run no script but their own, and no text ever becomes one.',
  durability: 'What was acknowledged survives a killed process, once.',
  exactness: 'The quota and the rolling window are kept exactly, whatever comes in which order.',
  dashboard: 'The dashboard shows the charts, the quota and what was refused, as they are.',
  live: 'What is stored is on every open page within a second, once, through lost connections and restarts.',
  embeds: 'A chart can be shown on any page, and stays up to date there.',
  accessibility: 'Everything can be reached, read and told apart, by keyboard and on a phone too.',
  weight: 'A page of ten full charts comes in 60 kB, a picture of one in 15 kB.',
  examples: 'Every example does what it says, on what is built.',
  outage: 'A day without the service loses nothing and costs next to nothing.',
  replay:
    'What the fallback file kept is posted later, once, at most one point a chart and bucket; nothing of it is lost.',
  rules: 'A chart rule means what it says, in code, in a string and in the environment.',
  quantiles: 'A quantile is as near to the exact one as is promised, whatever was measured.',
  shortLived:
    'Processes that come and go share the buckets of an account: one point a bucket, every sum exact.',
  docs: 'What README and docs say is true: every code block works, every name and link exists.',
  cli: 'A shell command says nothing when all is well, and in one line what to do when it is not.',
  lightness: 'Client and exporter take 60 kB packed, and bring undici and nothing else.',
  startup: 'What an app does not need is not loaded, and what it needs only when it does.',
  exec: 'A job runs under `spikelog exec` as it would run alone, whatever becomes of the report.',
  packages:
    'What is published works on every supported SDK and Node, as ES module and as CommonJS, and npm installs it without a complaint.',
} as const

/** Names one of {@link requirements}. */
export type RequirementId = keyof typeof requirements

/** The title of a test that verifies a requirement. */
export function verifies(id: RequirementId, title: string): string {
  return `${title} [${id}]`
}
