import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pki } from 'node-forge';
import { removeFolders, temporaryFolder } from '../__testUtils__/folders';
import {
  issueServerCertificate,
  KeyPair,
  writeCertificates,
} from './certificates';

afterAll(removeFolders);

function anAuthority(): KeyPair {
  const keys = pki.rsa.generateKeyPair(2048);
  const certificate = pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.validity.notAfter.setFullYear(2100);
  const name = [{ name: 'commonName', value: 'authority' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'basicConstraints', cA: true }]);
  certificate.sign(keys.privateKey);
  return {
    certificate: pki.certificateToPem(certificate),
    key: pki.privateKeyToPem(keys.privateKey),
  };
}

describe("the function's certificate", () => {
  const authority = anAuthority();

  it('is for loopback and signed by the authority', () => {
    const issued = new X509Certificate(
      issueServerCertificate(authority).certificate,
    );

    expect(issued.checkHost('localhost')).toBe('localhost');
    expect(issued.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(issued.checkHost('example.com')).toBeUndefined();
    const ca = new X509Certificate(authority.certificate);
    expect(issued.checkIssued(ca)).toBe(true);
    expect(issued.verify(ca.publicKey)).toBe(true);
  });

  it('is not issued with a key that is not the authority’s', () => {
    const { key } = anAuthority();

    expect(() => issueServerCertificate({ ...authority, key })).toThrow(
      "the authority's key is not that of its certificate",
    );
  });

  it('is written where only its owner can read it', () => {
    const folder = join(temporaryFolder(), 'certificates');

    writeCertificates(folder, { certificate: 'C', key: 'K' }, 'A');

    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(['tls.crt', 'tls.key', 'ca.crt'].map(read)).toEqual(['C', 'K', 'A']);
    expect(statSync(join(folder, 'tls.key')).mode % 0o1000).toBe(0o600);
  });
});
