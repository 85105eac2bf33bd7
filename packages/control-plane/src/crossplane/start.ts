import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeClient } from '@mlops-platform/sandbox';
import { Access } from '../kubernetes/start';
import { freePorts } from '../processes/freePorts';
import { ProcessTable } from '../processes/processTable';
import { prepareAccount } from './account';
import { issueServerCertificate, writeCertificates } from './certificates';
import {
  AUTHORITY_SECRET,
  CLIENT_SECRET,
  clientCertificatesFolder,
  coreInit,
  coreStart,
  CROSSPLANE,
  untilCoreReady,
} from './core';
import { certificatesFolder, functionOf, functionProcess } from './function';
import { initialize } from './initialize';
import { CrossplaneOptions } from './options';
import { installEnvironments } from './platform';
import { readKeyPair } from './secrets';

/**
 * Starts Crossplane core, under an account with the rights it has on a cluster and no others, and the composition function
 * that it calls with mutual TLS; installs what `crossplane/` ships, and waits until claims are fulfilled. What runs or is
 * installed already is left as it is.
 */
export async function startCrossplane(
  table: ProcessTable,
  access: Access,
  { binary, coreCrds, managedCrds }: CrossplaneOptions,
): Promise<void> {
  const { folder } = table;
  mkdirSync(join(folder, 'crossplane'), { recursive: true, mode: 0o700 });
  const config = new KubeConfig();
  config.loadFromFile(access.kubeconfigPath);
  if (!table.find(CROSSPLANE)) {
    const kubeconfigPath = await prepareAccount(folder, config, access);
    const core = { binary, kubeconfigPath };
    await initialize(table, coreInit(core, coreCrds));
    await distributeCertificates(folder, config);
    const [port, metrics, health] = await freePorts(3);
    table.start(functionProcess(folder, port));
    table.start(coreStart(core, folder, { metrics, health }));
  }
  const composer = functionOf(table);
  await composer.start();
  table.restart(CROSSPLANE);
  await untilCoreReady(table);
  await installEnvironments(new KubeClient(config), {
    managedCrds,
    functionPort: Number(composer.address.split(':')[1]),
  });
}

async function distributeCertificates(
  folder: string,
  config: KubeConfig,
): Promise<void> {
  const authority = await readKeyPair(config, AUTHORITY_SECRET);
  const client = await readKeyPair(config, CLIENT_SECRET);
  writeCertificates(
    clientCertificatesFolder(folder),
    client,
    authority.certificate,
  );
  writeCertificates(
    certificatesFolder(folder),
    issueServerCertificate(authority),
    authority.certificate,
  );
}
