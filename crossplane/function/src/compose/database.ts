import { Environment, Parameters } from '../environment';
import { Observed, stringAt } from '../kubernetes';
import { EXTERNAL_NAME, managedPart, Reference } from './managed';
import { majorVersion } from './mongoVersion';
import { accessListResourceName, CompositionResourceName } from './names';
import { atProvider } from './observation';
import { Part } from './part';
import { atlasTags } from './tags';

interface ProjectParameters {
  name: string;
  orgId: string;
  tags: Record<string, string>;
}

interface ClusterParameters {
  name: string;
  projectIdRef: Reference;
  tags: Record<string, string>;
  terminationProtectionEnabled: boolean;
}

interface FlexClusterParameters extends ClusterParameters {
  providerSettings: { backingProviderName: string; regionName: string };
}

interface AdvancedClusterParameters extends ClusterParameters {
  clusterType: string;
  mongoDbMajorVersion: string;
  backupEnabled: boolean;
  retainBackupsEnabled: boolean;
  replicationSpecs: {
    regionConfigs: {
      providerName: string;
      regionName: string;
      priority: number;
      electableSpecs: { instanceSize: string; nodeCount: number };
    }[];
  }[];
}

interface UserParameters {
  username: string;
  authDatabaseName: string;
  projectIdRef: Reference;
  roles: { roleName: string; databaseName: string }[];
  scopes: { name: string; type: string }[];
}

interface AccessListParameters {
  projectIdRef: Reference;
  cidrBlock: string;
  comment: string;
}

/** What the previous passes found out and the XR's status remembers. */
export interface Remembered {
  projectId?: string;
}

/** The MongoDB Atlas project with its cluster, its one user and the networks it lets in. */
export function databaseParts(
  environment: Environment,
  observed: Observed,
  remembered: Remembered,
): Part[] {
  return [
    project(environment, observed, remembered),
    environment.parameters.database.tier === 'Flex'
      ? flexCluster(environment)
      : advancedCluster(environment, observed),
    user(environment),
    ...accessCidrs(environment).map(cidr => accessList(environment, cidr)),
  ];
}

/** The networks Atlas lets in, each once, in the order of settings and claim. */
export function accessCidrs({ settings, parameters }: Environment): string[] {
  return [
    ...new Set([
      ...settings.atlas.egressCidrs,
      ...parameters.database.allowedCidrs,
    ]),
  ];
}

/** Composition resource names of all access list entries. */
export function accessListNames(
  environment: Environment,
): CompositionResourceName[] {
  return accessCidrs(environment).map(accessListResourceName);
}

/**
 * Id of the Atlas project once known. Atlas assigns it; kept from then on so that a managed resource that is lost and made
 * again meets the same project.
 */
export function projectIdOf(
  { parameters }: Environment,
  observed: Observed,
  remembered: Remembered,
): string | undefined {
  return [
    stringAt(
      observed['atlas-project']?.object,
      'metadata',
      'annotations',
      EXTERNAL_NAME,
    ),
    atProvider(observed, 'atlas-project', 'id'),
    remembered.projectId,
    parameters.reclaim?.projectId,
  ].find(id => id !== undefined && /^[0-9a-f]{24}$/.test(id));
}

function project(
  environment: Environment,
  observed: Observed,
  remembered: Remembered,
): Part {
  const { names, settings } = environment;
  return managedPart<ProjectParameters>(environment, {
    name: 'atlas-project',
    identity: {
      apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
      kind: 'Project',
      name: names.object,
    },
    provider: 'atlas',
    externalName: projectIdOf(environment, observed, remembered),
    holdsData: true,
    forProvider: {
      name: names.external,
      orgId: settings.atlas.organizationId,
      tags: atlasTags(environment),
    },
  });
}

function clusterParameters(environment: Environment): ClusterParameters {
  const { names, parameters } = environment;
  return {
    name: names.cluster,
    projectIdRef: { name: names.object },
    tags: atlasTags(environment),
    // Protected until the claim says Delete: the function doesn't run during deletion, so what stands in its way must be
    // gone before.
    terminationProtectionEnabled: parameters.deletionPolicy === 'Orphan',
  };
}

function flexCluster(environment: Environment): Part {
  return managedPart<FlexClusterParameters>(environment, {
    name: 'atlas-cluster',
    identity: {
      apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha1',
      kind: 'FlexCluster',
      name: environment.names.object,
    },
    provider: 'atlas',
    waitsFor: ['atlas-project'],
    holdsData: true,
    forProvider: {
      ...clusterParameters(environment),
      providerSettings: {
        backingProviderName: 'AWS',
        regionName: atlasRegion(environment.parameters.region),
      },
    },
  });
}

function advancedCluster(environment: Environment, observed: Observed): Part {
  const { names, parameters } = environment;
  return managedPart<AdvancedClusterParameters>(environment, {
    name: 'atlas-cluster',
    identity: {
      apiVersion: 'mongodbatlas.m.crossplane.io/v1alpha3',
      kind: 'AdvancedCluster',
      name: names.object,
    },
    provider: 'atlas',
    waitsFor: ['atlas-project'],
    holdsData: true,
    forProvider: {
      ...clusterParameters(environment),
      clusterType: 'REPLICASET',
      mongoDbMajorVersion: majorVersion(environment, observed),
      backupEnabled: backupEnabled(parameters),
      retainBackupsEnabled: parameters.deletionPolicy === 'Orphan',
      replicationSpecs: [
        {
          regionConfigs: [
            {
              providerName: 'AWS',
              regionName: atlasRegion(parameters.region),
              priority: 7,
              electableSpecs: {
                instanceSize: parameters.database.tier,
                nodeCount: 3,
              },
            },
          ],
        },
      ],
    },
  });
}

function user(environment: Environment): Part {
  const { names } = environment;
  return managedPart<UserParameters>(environment, {
    name: 'atlas-user',
    identity: {
      apiVersion: 'database.mongodbatlas.m.crossplane.io/v1alpha3',
      kind: 'User',
      name: names.object,
    },
    provider: 'atlas',
    waitsFor: ['atlas-project'],
    forProvider: {
      username: names.databaseUser,
      authDatabaseName: 'admin',
      projectIdRef: { name: names.object },
      roles: [{ roleName: 'readWrite', databaseName: names.database }],
      scopes: [{ name: names.cluster, type: 'CLUSTER' }],
    },
    // The provider generates a password and writes it here.
    writeConnectionSecretToRef: { name: names.userSecret },
  });
}

function accessList(environment: Environment, cidr: string): Part {
  const { names, settings } = environment;
  return managedPart<AccessListParameters>(environment, {
    name: accessListResourceName(cidr),
    identity: {
      apiVersion: 'project.mongodbatlas.m.crossplane.io/v1alpha1',
      kind: 'IPAccessList',
      name: names.accessList(cidr),
    },
    provider: 'atlas',
    waitsFor: ['atlas-project'],
    forProvider: {
      projectIdRef: { name: names.object },
      cidrBlock: cidr,
      comment: settings.atlas.egressCidrs.includes(cidr)
        ? 'MLflow servers'
        : `Asked for by ${environment.name}`,
    },
  });
}

/** Atlas writes us-west-2 as US_WEST_2. */
export function atlasRegion(awsRegion: string): string {
  return awsRegion.toUpperCase().replace(/-/g, '_');
}

function backupEnabled({ database, stage }: Parameters): boolean {
  return database.backup ?? stage === 'prod';
}
