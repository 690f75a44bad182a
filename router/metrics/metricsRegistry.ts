import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type MeasuredRouter, metricPrefix, type RouterMetric, routerMetrics } from './routerMetrics.ts';

/**
 * A registry with the metrics of one router, and those of the process that every Node program has: processor, memory,
 * event loop, garbage collection. Values are read when somebody asks; a request pays nothing for it.
 */
export function metricsRegistry(router: MeasuredRouter): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const metric of routerMetrics) register(metric, router, registry);
  return registry;
}

function register(metric: RouterMetric, router: MeasuredRouter, registry: Registry): void {
  const { kind, help, labels = [] } = metric;
  const settings = { name: metricPrefix + metric.name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'gauge') {
    new Gauge({
      ...settings,
      collect() {
        forget(this, labels);
        for (const sample of metric.read(router)) this.set({ ...sample.labels }, sample.value);
      },
    });
  } else {
    new Counter({
      ...settings,
      collect() {
        forget(this, labels);
        for (const sample of metric.read(router)) this.inc({ ...sample.labels }, sample.value);
      },
    });
  }
}

/** Leaves no former value, nor the zero with which the library begins where there are no labels. */
function forget(metric: { reset(): void; remove(): void }, labels: readonly string[]): void {
  if (labels.length > 0) metric.reset();
  else metric.remove();
}
