import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { md, pki } from 'node-forge';

const YEARS = 10;

/** A certificate with its key, PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

/** Makes a server's certificate for loopback, signed by an authority. */
export function issueServerCertificate(authority: KeyPair): KeyPair {
  const keys = pki.rsa.generateKeyPair(2048);
  const certificate = pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  // A leading zero keeps the number positive.
  certificate.serialNumber = `00${randomBytes(15).toString('hex')}`;
  certificate.validity.notAfter.setFullYear(
    certificate.validity.notBefore.getFullYear() + YEARS,
  );
  certificate.setSubject([{ name: 'commonName', value: 'localhost' }]);
  certificate.setIssuer(
    pki.certificateFromPem(authority.certificate).subject.attributes,
  );
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  certificate.sign(
    pki.privateKeyFromPem(pkcs1(authority.key)),
    md.sha256.create(),
  );
  const issued = {
    certificate: pki.certificateToPem(certificate),
    key: pki.privateKeyToPem(keys.privateKey),
  };
  verify(issued, authority);
  return issued;
}

/** Writes the three files that Crossplane and its functions look for in a folder of certificates. */
export function writeCertificates(
  folder: string,
  { certificate, key }: KeyPair,
  authority: string,
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  }
}

function pkcs1(key: string): string {
  return createPrivateKey(key)
    .export({ type: 'pkcs1', format: 'pem' })
    .toString();
}

function verify(issued: KeyPair, authority: KeyPair): void {
  const ca = new X509Certificate(authority.certificate);
  if (!new X509Certificate(issued.certificate).verify(ca.publicKey)) {
    throw new Error(
      "The function's certificate could not be signed: the authority's key is not that of its certificate",
    );
  }
}
