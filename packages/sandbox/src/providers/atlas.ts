import { arrayAt, JsonObject, stringAt, valueAt } from '../json';
import { Cloud, CloudResource } from './cloud';
import { atlasId, stableHex } from './identifiers';
import {
  CloudError,
  CloudState,
  ManagedKind,
  Reference,
  Subject,
} from './managedKind';

const API = 'https://cloud.mongodb.com/api/atlas/v2';

const PROJECT = {
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
  kind: 'Project',
  plural: 'projects',
};

const IN_PROJECT: Reference = {
  field: 'projectId',
  refField: 'projectIdRef',
  target: PROJECT,
  value: 'id',
};

/** An error as the Atlas API answers it and the provider passes it on. */
export function atlasError(error: {
  doing: string;
  request: string;
  status: string;
  code: string;
  detail: string;
}): CloudError {
  const { doing, request, status, code, detail } = error;
  const reason = status.replace(/^\d+ /, '');
  return new CloudError(
    `${doing}: ${API}${request}: HTTP ${status} (Error code: "${code}") Detail: ${detail} Reason: ${reason}. Params: []`,
  );
}

const project: ManagedKind = {
  ...PROJECT,
  provider: 'mongodbatlas',
  title: 'Project',
  creation: 2,
  deletion: 1,
  isAsync: false,
  references: [],
  isNamedByUs: false,
  identify: ({ externalName }) => externalName,
  create(subject, cloud) {
    const name = nameOf(subject);
    if (cloud.list('Project').some(({ settings }) => settings.name === name)) {
      throw atlasError({
        doing: 'error creating Project',
        request: '/groups POST',
        status: '409 Conflict',
        code: 'GROUP_ALREADY_EXISTS',
        detail: `A group with name "${name}" already exists.`,
      });
    }
    return { id: atlasId() };
  },
  externalName: (_, resource) => resource.id,
  observe: ({ id, createdAt }) => ({
    id,
    created: new Date(createdAt).toISOString(),
  }),
  checkDeletion({ id }, cloud) {
    const clusters = clustersOf(cloud, id);
    if (clusters.length > 0) {
      throw atlasError({
        doing: 'error deleting Project',
        request: `/groups/${id} DELETE`,
        status: '409 Conflict',
        code: 'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS',
        detail:
          'There are active clusters in this project. Terminate all clusters in order to close this project.',
      });
    }
  },
};

const advancedCluster: ManagedKind = {
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
  kind: 'AdvancedCluster',
  plural: 'advancedclusters',
  provider: 'mongodbatlas',
  title: 'advanced cluster',
  creation: 18,
  deletion: 8,
  change: 12,
  isAsync: true,
  isVisibleWhileCreating: true,
  references: [IN_PROJECT],
  isNamedByUs: false,
  identify: clusterIdentity,
  create: () => ({ clusterId: atlasId() }),
  externalName: (_, resource) => resource.id,
  observe: (resource, state) => ({
    id: resource.id,
    clusterId: resource.assigned.clusterId,
    createDate: new Date(resource.createdAt).toISOString(),
    stateName: stateName(state),
    mongoDbVersion: `${
      stringAt(resource.settings, 'mongoDbMajorVersion') ?? '8.0'
    }.11`,
    ...connectionStrings(resource, state),
  }),
  checkDeletion: checkTerminationProtection,
};

const flexCluster: ManagedKind = {
  ...advancedCluster,
  apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
  kind: 'FlexCluster',
  plural: 'flexclusters',
  title: 'flex cluster',
  creation: 9,
  deletion: 4,
  change: 6,
  observe: (resource, state) => ({
    id: resource.assigned.clusterId,
    clusterType: 'REPLICASET',
    createDate: new Date(resource.createdAt).toISOString(),
    stateName: stateName(state),
    mongoDbVersion: '8.0.11',
    ...connectionStrings(resource, state),
  }),
};

const user: ManagedKind = {
  apiVersion: 'database.mongodbatlas.m.crossplane.io/v1alpha3',
  kind: 'User',
  plural: 'users',
  provider: 'mongodbatlas',
  title: 'database user',
  creation: 2,
  deletion: 1,
  isAsync: false,
  references: [IN_PROJECT],
  isNamedByUs: false,
  hasPassword: true,
  identify: ({ forProvider }) =>
    joined(forProvider, '/', 'projectId', 'username', 'authDatabaseName'),
  create: () => ({}),
  externalName: ({ forProvider }) => stringAt(forProvider, 'username') ?? '',
  observe: ({ id }) => ({ id }),
};

const accessList: ManagedKind = {
  apiVersion: 'project.mongodbatlas.m.crossplane.io/v1alpha1',
  kind: 'IPAccessList',
  plural: 'ipaccesslists',
  provider: 'mongodbatlas',
  title: 'Project IP access list',
  creation: 2,
  deletion: 1,
  isAsync: false,
  references: [IN_PROJECT],
  isNamedByUs: false,
  identify: ({ forProvider }) =>
    joined(
      { ...forProvider, entry: entryOf(forProvider) },
      '-',
      'projectId',
      'entry',
    ),
  create: () => ({}),
  externalName: ({ forProvider }) => entryOf(forProvider) ?? '',
  observe: ({ id }) => ({ id }),
};

/** The kinds of provider-mongodbatlas that can be simulated. */
export const ATLAS_KINDS: ManagedKind[] = [
  project,
  advancedCluster,
  flexCluster,
  user,
  accessList,
];

function nameOf({ forProvider }: Subject): string {
  return stringAt(forProvider, 'name') ?? '';
}

function clusterIdentity({ forProvider }: Subject): string | undefined {
  return joined(forProvider, '-', 'projectId', 'name');
}

function joined(
  settings: JsonObject,
  separator: string,
  ...members: string[]
): string | undefined {
  const values = members.map(member => stringAt(settings, member));
  return values.includes(undefined) ? undefined : values.join(separator);
}

function entryOf(settings: JsonObject): string | undefined {
  return (
    stringAt(settings, 'cidrBlock') ??
    stringAt(settings, 'ipAddress') ??
    stringAt(settings, 'awsSecurityGroup')
  );
}

function clustersOf(cloud: Cloud, projectId: string): CloudResource[] {
  return [
    ...cloud.list('AdvancedCluster'),
    ...cloud.list('FlexCluster'),
  ].filter(({ settings }) => settings.projectId === projectId);
}

function stateName(state: CloudState): string {
  const names = {
    creating: 'CREATING',
    available: 'IDLE',
    updating: 'UPDATING',
    deleting: 'DELETING',
  };
  return names[state];
}

/** Atlas tells them once the cluster is operational, not while it builds it. */
function connectionStrings(
  resource: CloudResource,
  state: CloudState,
): JsonObject {
  if (state === 'creating') {
    return {};
  }
  const name = stringAt(resource.settings, 'name') ?? 'cluster';
  const host = `${name}.${stableHex(resource.id, 5)}.mongodb.net`;
  const nodes = [0, 1, 2].map(
    shard =>
      `${name}-shard-00-0${shard}.${host.split('.')[1]}.mongodb.net:27017`,
  );
  return {
    connectionStrings: {
      standard: `mongodb://${nodes.join(',')}/?ssl=true&authSource=admin`,
      standardSrv: `mongodb+srv://${host}`,
    },
  };
}

function checkTerminationProtection({ id, settings }: CloudResource): void {
  if (valueAt(settings, 'terminationProtectionEnabled') === true) {
    throw atlasError({
      doing: 'error deleting cluster',
      request: `/groups/${id.slice(0, 24)}/clusters/${settings.name} DELETE`,
      status: '409 Conflict',
      code: 'CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED',
      detail: `Cannot terminate a cluster when termination protection is enabled. Disable termination protection and retry. Cluster: ${settings.name}.`,
    });
  }
}

/** The tier a cluster asks for, for messages about it. */
export function tierOf(settings: JsonObject): string {
  const [spec] = arrayAt(settings, 'replicationSpecs');
  const [region] = arrayAt(spec, 'regionConfigs');
  return stringAt(region, 'electableSpecs', 'instanceSize') ?? 'Flex';
}
