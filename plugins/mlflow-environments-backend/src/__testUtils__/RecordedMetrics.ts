import {
  MetricAttributes,
  MetricsService,
  MetricsServiceObservable,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';

interface Measurement {
  name: string;
  value: number;
  attributes: MetricAttributes;
}

/** Keeps what is measured. */
export class RecordedMetrics implements MetricsService {
  private readonly recorded: Measurement[] = [];
  private readonly observed = new Map<
    string,
    Set<MetricsServiceObservableCallback>
  >();

  /** What was counted and recorded so far, and what can be observed now. */
  read(name?: string): Measurement[] {
    const now: Measurement[] = [];
    for (const [gauge, callbacks] of this.observed) {
      for (const callback of callbacks) {
        callback({
          observe: (value, attributes = {}) =>
            now.push({ name: gauge, value, attributes }),
        });
      }
    }
    return [...this.recorded, ...now].filter(
      measurement => name === undefined || measurement.name === name,
    );
  }

  /** The sum of what was counted with these attributes. */
  sum(name: string, attributes: MetricAttributes = {}): number {
    return this.read(name)
      .filter(measurement =>
        Object.entries(attributes).every(
          ([key, value]) => measurement.attributes[key] === value,
        ),
      )
      .reduce((sum, { value }) => sum + value, 0);
  }

  createCounter(name: string) {
    return { add: this.recorder(name) };
  }

  createUpDownCounter(name: string) {
    return { add: this.recorder(name) };
  }

  createHistogram(name: string) {
    return { record: this.recorder(name) };
  }

  createGauge(name: string) {
    return { record: this.recorder(name) };
  }

  createObservableCounter(name: string) {
    return this.observable(name);
  }

  createObservableUpDownCounter(name: string) {
    return this.observable(name);
  }

  createObservableGauge(name: string) {
    return this.observable(name);
  }

  private recorder(name: string) {
    return (value: number, attributes: MetricAttributes = {}) => {
      this.recorded.push({ name, value, attributes });
    };
  }

  private observable(name: string): MetricsServiceObservable {
    const callbacks =
      this.observed.get(name) ?? new Set<MetricsServiceObservableCallback>();
    this.observed.set(name, callbacks);
    return {
      addCallback: callback => callbacks.add(callback),
      removeCallback: callback => callbacks.delete(callback),
    };
  }
}
