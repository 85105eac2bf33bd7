import { JsonObject } from '@backstage/types';
import {
  Cost,
  CostItem,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { textAt } from '../lib/json';

/** US dollars; list prices unless configured otherwise. */
export interface Prices {
  /** A month of each database tier. */
  databaseMonthly: Record<string, number>;
  /** A gigabyte of artifacts for a month. */
  artifactsGbMonthly: number;
  /** How many gigabytes of artifacts an estimate assumes. */
  assumedArtifactsGb: number;
}

/**
 * Atlas on AWS in us-east-1 at 730 hours a month, S3 Standard's first 50 TB.
 * https://www.mongodb.com/pricing, https://aws.amazon.com/s3/pricing
 */
export const DEFAULT_PRICES: Prices = {
  databaseMonthly: {
    Flex: 30,
    M10: 57,
    M20: 146,
    M30: 394,
    M40: 759,
  },
  artifactsGbMonthly: 0.023,
  assumedArtifactsGb: 50,
};

const DEFAULT_TIER = 'M10';

/** What an environment with these parameters is estimated to cost a month, and which cost tags its claim lacks. */
export function estimateCost(parameters: JsonObject, prices: Prices): Cost {
  const items = [
    databaseItem(parameters, prices),
    artifactsItem(prices),
  ].filter(item => item !== undefined);
  return {
    monthly: cents(items.reduce((sum, item) => sum + item.monthly, 0)),
    currency: 'USD',
    items,
    missingTags: missingTags(parameters),
  };
}

function databaseItem(
  parameters: JsonObject,
  prices: Prices,
): CostItem | undefined {
  const tier = textAt(parameters, 'database', 'tier') ?? DEFAULT_TIER;
  const monthly = prices.databaseMonthly[tier];
  if (monthly === undefined) {
    return undefined;
  }
  return {
    label: `MongoDB Atlas ${tier}`,
    monthly,
    note:
      tier === 'Flex'
        ? 'At most; billed by operations'
        : 'Cluster of three nodes; backups and transfer come on top',
  };
}

function artifactsItem(prices: Prices): CostItem {
  return {
    label: 'S3 artifacts',
    monthly: cents(prices.artifactsGbMonthly * prices.assumedArtifactsGb),
    note: `For ${prices.assumedArtifactsGb} GB at $${prices.artifactsGbMonthly} each`,
  };
}

function missingTags(parameters: JsonObject): string[] {
  const tags = [
    ['owner', textAt(parameters, 'owner')],
    ['cost-center', textAt(parameters, 'costCenter')],
  ] as const;
  return tags.filter(([, value]) => !value?.trim()).map(([tag]) => tag);
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
