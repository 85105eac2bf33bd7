import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { DEFAULT_PRICES, Prices } from './environments/cost';
import { DEFAULT_LINK_PATTERNS, LinkPatterns } from './environments/links';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Where claims go. */
export interface TargetConfig {
  name: string;
  cluster: string;
  cloneUrl: string;
  branch: string;
  /** Folder of the claims, without a slash at either end. */
  path: string;
  namespaces: string[];
  publish: 'pull-request' | 'push';
}

/** The plugin's configuration, with its defaults. */
export interface EnvironmentsConfig {
  /** The default one first. */
  targets: TargetConfig[];
  defaultOwner?: string;
  requests: { reservedForMs: number; pendingForMs: number };
  permissions: { decisionCacheMs: number };
  /** How many previews a caller may ask for in a minute; 0 for any number. */
  previews: { perMinute: number };
  notifications: { holdForMs: number };
  links: LinkPatterns;
  prices: Prices;
}

/** Reads `mlflowEnvironments`. */
export function readEnvironmentsConfig(root: Config): EnvironmentsConfig {
  const config = root.getOptionalConfig('mlflowEnvironments');
  return {
    targets: readTargets(config),
    defaultOwner: config?.getOptionalString('defaultOwner'),
    requests: {
      reservedForMs: readMs(config, 'requests.reservedFor') ?? 30 * MINUTE,
      pendingForMs: readMs(config, 'requests.pendingFor') ?? 14 * DAY,
    },
    permissions: {
      decisionCacheMs:
        1000 * (readAmount(config, 'permissions.decisionCacheSeconds') ?? 10),
    },
    previews: { perMinute: readAmount(config, 'previews.perMinute') ?? 60 },
    notifications: {
      holdForMs: readMs(config, 'notifications.holdFor') ?? 2 * MINUTE,
    },
    links: {
      argocd: config?.getOptionalString('links.argocd'),
      aws: config?.getOptionalString('links.aws') ?? DEFAULT_LINK_PATTERNS.aws,
      atlas:
        config?.getOptionalString('links.atlas') ?? DEFAULT_LINK_PATTERNS.atlas,
    },
    prices: readPrices(config),
  };
}

function readTargets(config: Config | undefined): TargetConfig[] {
  const targets = (config?.getOptionalConfigArray('targets') ?? []).map(
    readTarget,
  );
  const names = targets.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `mlflowEnvironments.targets has two targets named ${twice}, give each its own name`,
    );
  }
  return targets;
}

function readTarget(config: Config): TargetConfig {
  const name = config.getString('name');
  const cloneUrl = config.getString('cloneUrl');
  if (!isPlainHttpUrl(cloneUrl)) {
    throw new InputError(
      `mlflowEnvironments.targets: the cloneUrl of ${name} must be an http(s) URL without credentials, those go to integrations`,
    );
  }
  const publish = config.getOptionalString('publish') ?? 'pull-request';
  if (publish !== 'pull-request' && publish !== 'push') {
    throw new InputError(
      `mlflowEnvironments.targets: publish of ${name} must be pull-request or push, not ${publish}`,
    );
  }
  return {
    name,
    cluster: config.getString('cluster'),
    cloneUrl,
    branch: config.getOptionalString('branch') ?? 'main',
    path: readFolder(name, config.getOptionalString('path') ?? 'environments'),
    namespaces: config.getStringArray('namespaces'),
    publish,
  };
}

function readFolder(target: string, path: string): string {
  const segments = path
    .split('/')
    .filter(segment => segment && segment !== '.');
  if (segments.includes('..')) {
    throw new InputError(
      `mlflowEnvironments.targets: the path of ${target} must stay inside its repository`,
    );
  }
  return segments.join('/');
}

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && !username && !password;
}

function readPrices(config: Config | undefined): Prices {
  const prices = config?.getOptionalConfig('prices');
  const databaseMonthly = { ...DEFAULT_PRICES.databaseMonthly };
  for (const tier of Object.keys(databaseMonthly)) {
    databaseMonthly[tier] =
      readAmount(prices, `databaseMonthly.${tier}`) ?? databaseMonthly[tier];
  }
  return {
    databaseMonthly,
    artifactsGbMonthly:
      readAmount(prices, 'artifactsGbMonthly') ??
      DEFAULT_PRICES.artifactsGbMonthly,
    assumedArtifactsGb:
      readAmount(prices, 'assumedArtifactsGb') ??
      DEFAULT_PRICES.assumedArtifactsGb,
  };
}

function readMs(config: Config | undefined, key: string): number | undefined {
  return config?.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : undefined;
}

function readAmount(
  config: Config | undefined,
  key: string,
): number | undefined {
  const amount = config?.getOptionalNumber(key);
  if (amount !== undefined && amount < 0) {
    throw new InputError(`mlflowEnvironments: ${key} can't be negative`);
  }
  return amount;
}
