import type {
  EnvironmentParameters,
  EnvironmentRequest,
  EnvironmentSummary,
  Link,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

export interface Fact {
  label: string;
  value: string;
}

/** The few parameters a reader wants to see at once, those that are set, in reading order. */
export function environmentFacts(parameters: EnvironmentParameters): Fact[] {
  const facts: Array<{ label: string; value: unknown }> = [
    { label: 'Stage', value: parameters.stage },
    { label: 'Region', value: parameters.region },
    { label: 'Database tier', value: at(parameters.database, 'tier') },
    { label: 'MLflow version', value: at(parameters.server, 'version') },
    { label: 'Deletion policy', value: parameters.deletionPolicy },
  ];
  return facts.filter(
    (fact): fact is Fact => typeof fact.value === 'string' && fact.value !== '',
  );
}

/** A claim from a cluster may hold anything, so nothing about its shape is taken for granted. */
function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** A link somebody can follow safely: only http(s), whatever a claim's annotation says. */
export function isWebUrl(url: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** All links of an environment that can be followed, with the page of its claim among them. */
export function environmentLinks({ links, claim }: LinkSources): Link[] {
  const known = links.some(({ type }) => type === 'claim');
  const all: Link[] =
    claim?.url && !known
      ? [...links, { title: 'Claim', url: claim.url, type: 'claim' }]
      : [...links];
  return all.filter(({ url }) => isWebUrl(url));
}

type LinkSources = Pick<EnvironmentSummary, 'links' | 'claim'>;

/** Where a request can be seen in Git. */
export function requestLink(request: EnvironmentRequest): Link | undefined {
  const candidates: Link[] = [
    { title: 'Pull request', url: request.pullRequestUrl ?? '' },
    { title: 'Commit', url: request.commitUrl ?? '' },
  ];
  return candidates.find(({ url }) => isWebUrl(url));
}
