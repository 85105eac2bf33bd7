import { ChurnResult } from './churn';
import { Spread } from './spread';
import { ViewResult } from './views';

/** What was measured on one fleet. Times in milliseconds. */
export interface SizeResult {
  environments: number;
  /** Version of the API server. */
  kubernetes: string;
  composedResources: number;
  /** Whether the managed resources had the schemas that their providers gave them. */
  providerSchemas: boolean;
  /** Requests to the API server. */
  callsPerView: { ours: number; peer?: number };
  /** With the decision cache; the number is how many ask at the same time. */
  views: Record<
    'empty1' | 'empty16' | 'card1' | 'card16' | 'list1',
    ViewResult
  >;
  peer?: Record<'card1' | 'card16', ViewResult>;
  /** Without the decision cache. */
  uncached?: Record<'card1' | 'card16' | 'permission1', ViewResult>;
  /** Of the largest answer, as it was sent. */
  cardBytes: number;
  sync: { ours: Spread; raw: Spread };
  syncLoopDelayP99: number;
  memory: {
    emptyBytes: number;
    fullBytes: number;
    perResource: number;
    heapPerResource: number;
  };
  churn: ChurnResult;
  stitching: { p50: number; max: number; changes: number };
}
