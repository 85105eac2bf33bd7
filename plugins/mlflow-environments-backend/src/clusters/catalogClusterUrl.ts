import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** How far the configuration trusts the catalog with cluster addresses. */
export interface CatalogClusterTrust {
  /** Host names, or `*.` patterns, that may be private addresses and plain HTTP. */
  allowedHosts: string[];
  allowSkipTlsVerify: boolean;
}

/** Throws unless credentials may be sent to this address, which comes from the catalog. */
export async function checkCatalogClusterUrl(
  address: string,
  trust: CatalogClusterTrust,
  resolve: (host: string) => Promise<string[]> = resolveHost,
): Promise<void> {
  if (!URL.canParse(address)) {
    throw new Error(`its API server '${address}' is not a URL`);
  }
  const url = new URL(address);
  if (url.username || url.password) {
    throw new Error('its API server URL must not carry credentials');
  }
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new Error('its API server URL must be HTTPS');
  }
  // IPv6 literals come in brackets.
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (trust.allowedHosts.some(pattern => matches(host, pattern))) {
    return;
  }
  if (url.protocol !== 'https:') {
    throw new Error('its API server URL must be HTTPS');
  }
  const addresses = ipaddr.isValid(host) ? [host] : await resolve(host);
  if (!addresses.length || !addresses.every(isPublic)) {
    throw new Error(
      `its API server '${host}' is not at a public address; list it in dangerouslyAllowClusterUrls if that is meant`,
    );
  }
}

function matches(host: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('*.')
    ? host === wanted.slice(2) || host.endsWith(wanted.slice(1))
    : host === wanted;
}

function isPublic(address: string): boolean {
  // `process` unwraps IPv4 addresses mapped into IPv6.
  return (
    ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
  );
}

async function resolveHost(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
