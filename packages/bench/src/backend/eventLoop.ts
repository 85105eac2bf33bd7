import { monitorEventLoopDelay } from 'node:perf_hooks';

/** As OpenTelemetry's runtime instrumentation measures it. The time between two looks, 10 ms, is part of each delay. */
export const eventLoopDelay = monitorEventLoopDelay({ resolution: 10 });
