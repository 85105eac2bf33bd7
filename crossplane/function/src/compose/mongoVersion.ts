import { Environment } from '../environment';
import { InvalidInputError } from '../errors';
import { Observed } from '../kubernetes';
import { atProvider } from './observation';

/**
 * The MongoDB major version to ask for. A claim without one gets the platform's default, but never less than what a
 * reclaimed cluster already runs: Atlas can't downgrade.
 */
export function majorVersion(
  { parameters, settings }: Environment,
  observed: Observed,
): string {
  const running = /^\d+\.\d+/.exec(
    atProvider(observed, 'atlas-cluster', 'mongoDbVersion') ?? '',
  )?.[0];
  const wanted = parameters.database.version;
  if (!wanted) {
    const { defaultVersion } = settings.atlas;
    return running && isOlder(defaultVersion, running)
      ? running
      : defaultVersion;
  }
  if (running && isOlder(wanted, running)) {
    throw InvalidInputError.inClaim(
      `spec.parameters.database.version ${wanted} is older than ${running}, which the cluster runs and cannot go back from`,
      `ask for ${running} or newer`,
    );
  }
  return wanted;
}

function isOlder(version: string, than: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [thanMajor, thanMinor] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}
