import {
  Claim,
  EnvironmentRef,
  Link,
} from '@mlops-platform/backstage-plugin-mlflow-environments-common';

/** Patterns of links to other consoles, with placeholders in braces. */
export interface LinkPatterns {
  argocd?: string;
  aws?: string;
  atlas?: string;
}

export const DEFAULT_LINK_PATTERNS: Required<Omit<LinkPatterns, 'argocd'>> = {
  aws: 'https://s3.console.aws.amazon.com/s3/buckets/{bucket}?region={region}',
  atlas: 'https://cloud.mongodb.com/v2/{projectId}#/overview',
};

/** What links are made of; each is left out where the environment doesn't say. */
export interface LinkSubject {
  ref: EnvironmentRef;
  region?: string;
  trackingUri?: string;
  bucket?: string;
  projectId?: string;
  claim?: Claim;
  commitUrl?: string;
  pullRequestUrl?: string;
}

/** Where else to look at an environment. Only http(s) links: what ends up in a browser's `href` came from a claim. */
export function linksOf(subject: LinkSubject, patterns: LinkPatterns): Link[] {
  const values = {
    ...subject.ref,
    region: subject.region,
    bucket: subject.bucket,
    projectId: subject.projectId,
  };
  const links: Array<[Link['type'], string, string | undefined]> = [
    ['mlflow', 'MLflow', subject.trackingUri],
    ['claim', 'Claim', subject.claim?.url],
    ['change', 'Pull request', subject.pullRequestUrl],
    ['commit', 'Commit', subject.commitUrl],
    ['argocd', 'Argo CD', fill(patterns.argocd, values)],
    ['aws', 'Bucket in AWS', fill(patterns.aws, values)],
    ['atlas', 'Project in Atlas', fill(patterns.atlas, values)],
  ];
  return links.flatMap(([type, title, url]) =>
    isHttpUrl(url) ? [{ type, title, url }] : [],
  );
}

/** Whether a browser can safely follow it. */
export function isHttpUrl(url: string | undefined): url is string {
  return (
    url !== undefined &&
    URL.canParse(url) &&
    /^https?:$/.test(new URL(url).protocol)
  );
}

function fill(
  pattern: string | undefined,
  values: Record<string, string | undefined>,
): string | undefined {
  let complete = pattern !== undefined;
  const url = pattern?.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key];
    complete &&= Boolean(value);
    return encodeURIComponent(value ?? '');
  });
  return complete ? url : undefined;
}
