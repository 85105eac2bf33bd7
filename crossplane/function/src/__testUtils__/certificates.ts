import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { md, pki } from 'node-forge';

/** A certificate and its key, as PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** Certificates as Crossplane hands them out: all of one authority, the functions' for names of theirs. */
export class CertificateAuthority {
  readonly #key = newKey();
  readonly certificate = sign('crossplane-root-ca', this.#key.publicPem, {
    key: this.#key.privatePem,
    extensions: [{ name: 'basicConstraints', cA: true }],
  });

  issue(name: string): Certificate {
    const { privatePem, publicPem } = newKey();
    const certificate = sign(name, publicPem, {
      key: this.#key.privatePem,
      issuer: 'crossplane-root-ca',
      extensions: [
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    });
    return { certificate, key: privatePem };
  }
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  return {
    privatePem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function sign(
  name: string,
  publicPem: string,
  by: { key: string; issuer?: string; extensions: object[] },
): string {
  const certificate = pki.createCertificate();
  const day = 24 * 60 * 60 * 1000;
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  certificate.publicKey = pki.publicKeyFromPem(publicPem);
  certificate.validity.notBefore = new Date(Date.now() - day);
  certificate.validity.notAfter = new Date(Date.now() + day);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: by.issuer ?? name }]);
  certificate.setExtensions(by.extensions);
  certificate.sign(pki.privateKeyFromPem(by.key), md.sha256.create());
  return pki.certificateToPem(certificate);
}
