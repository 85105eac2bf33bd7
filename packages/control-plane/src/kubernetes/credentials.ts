import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files from which the API server knows whom to trust. */
export interface Credentials {
  /** The administrator's bearer token. */
  adminToken: string;
  /** One line a bearer, as `--token-auth-file` wants it. */
  tokenFile: string;
  /** Signs and checks the tokens of service accounts. */
  serviceAccountKeyFile: string;
}

/** The credentials of a control plane, made once and kept in its folder, readable for its owner only. */
export function ensureCredentials(folder: string): Credentials {
  const tokenFile = join(folder, 'tokens.csv');
  const serviceAccountKeyFile = join(folder, 'service-accounts.key');
  if (!existsSync(tokenFile)) {
    const token = randomBytes(32).toString('hex');
    writeFileSync(tokenFile, `${token},admin,admin,"system:masters"\n`, {
      mode: 0o600,
    });
  }
  if (!existsSync(serviceAccountKeyFile)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(
      serviceAccountKeyFile,
      privateKey.export({ type: 'pkcs1', format: 'pem' }),
      { mode: 0o600 },
    );
  }
  const [adminToken] = readFileSync(tokenFile, 'utf8').split(',');
  return { adminToken, tokenFile, serviceAccountKeyFile };
}
