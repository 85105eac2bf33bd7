import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError, stringifyError } from '@backstage/errors';
import { checkRepositoryPath } from '@mlops-platform/backstage-plugin-mlflow-environments-common';
import { checkCloneUrl } from '../git/cloneUrl';
import { checkBranchName } from '../git/branchName';
import { CommitIdentity } from '../git/identity';
import { ClaimTarget, PublishMode } from './ClaimTarget';

const PUBLISH_MODES: PublishMode[] = ['pull-request', 'push'];

/** What the module reads from the configuration. */
export interface ModuleConfig {
  /** The default target first. */
  targets: ClaimTarget[];
  /** Who commits; the user who asks, when left out. */
  commitAuthor?: Partial<CommitIdentity>;
}

/** @throws InputError that names the key and what is wrong with it */
export function readModuleConfig(config: RootConfigService): ModuleConfig {
  const targets =
    config
      .getOptionalConfigArray('mlflowEnvironments.targets')
      ?.map((target, index) =>
        readTarget(target, `mlflowEnvironments.targets[${index}]`),
      ) ?? [];
  const names = targets.map(target => target.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new InputError(
      `mlflowEnvironments.targets has two targets named '${repeated}', give each a name of its own`,
    );
  }
  const author = config.getOptionalConfig('scaffolder.defaultAuthor');
  return {
    targets,
    commitAuthor: author && {
      name: author.getOptionalString('name'),
      email: author.getOptionalString('email'),
    },
  };
}

function readTarget(config: Config, key: string): ClaimTarget {
  return {
    name: config.getString('name'),
    cluster: config.getString('cluster'),
    cloneUrl: checkCloneUrl(config.getString('cloneUrl'), `${key}.cloneUrl`),
    branch: checkBranchName(
      config.getOptionalString('branch') ?? 'main',
      `${key}.branch`,
    ),
    path: readFolder(config, key),
    namespaces: config.getStringArray('namespaces'),
    publish: readPublishMode(config, key),
  };
}

function readPublishMode(config: Config, key: string): PublishMode {
  const value = config.getOptionalString('publish') ?? 'pull-request';
  const mode = PUBLISH_MODES.find(known => known === value);
  if (!mode) {
    throw new InputError(
      `${key}.publish is '${value}', it can be ${PUBLISH_MODES.join(' or ')}`,
    );
  }
  return mode;
}

function readFolder(config: Config, key: string): string {
  const folder = (config.getOptionalString('path') ?? 'environments')
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/');
  try {
    return folder && checkRepositoryPath(folder);
  } catch (error) {
    throw new InputError(`${key}.path: ${stringifyError(error)}`);
  }
}
