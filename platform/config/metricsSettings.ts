import { optional, setting } from './setting.ts';
import { port, text } from './settingTypes.ts';

/** Settings of what watches the router. */
export const metricsSettings = {
  metricsPort: optional(
    'METRICS_PORT',
    port,
    'Port on which the router serves /metrics for Prometheus, apart from its own. Without it nothing is served.',
  ),
  metricsHost: setting(
    'METRICS_HOST',
    text('a host name or an IP address', /^[A-Za-z0-9.:-]+$/),
    '127.0.0.1',
    'Address on which it does so. It asks nobody for a token: give it a network that only Prometheus reaches.',
  ),
};
