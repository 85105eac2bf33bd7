import {
  checkCatalogClusterUrl,
  type CatalogClusterTrust,
} from './catalogClusterUrl';

const suspicious: CatalogClusterTrust = {
  allowedHosts: [],
  allowSkipTlsVerify: false,
};
const addresses: Record<string, string[]> = {
  'api.example.org': ['93.184.216.34', '2606:2800:220:1::1'],
  'inside.example.org': ['93.184.216.34', '10.0.0.1'],
  'nowhere.example.org': [],
};

function check(url: string, trust = suspicious) {
  return checkCatalogClusterUrl(
    url,
    trust,
    async host => addresses[host] ?? [],
  );
}

describe('checkCatalogClusterUrl', () => {
  it.each(['https://api.example.org', 'https://93.184.216.34:6443/path'])(
    'allows %s',
    async url => {
      await expect(check(url)).resolves.toBeUndefined();
    },
  );

  it.each([
    ['not a url', 'not a URL'],
    ['https://user:pw@api.example.org', 'credentials'],
    ['http://api.example.org', 'HTTPS'],
    ['ftp://api.example.org', 'HTTPS'],
    ['https://inside.example.org', 'not at a public address'],
    ['https://nowhere.example.org', 'not at a public address'],
    ['https://127.0.0.1:6443', 'not at a public address'],
    ['https://169.254.169.254', 'not at a public address'],
    ['https://[::1]', 'not at a public address'],
    ['https://[::ffff:10.0.0.1]', 'not at a public address'],
    ['https://0x7f000001', 'not at a public address'],
  ])('refuses %s', async (url, why) => {
    await expect(check(url)).rejects.toThrow(why);
  });

  it('trusts the hosts that the configuration names', async () => {
    const trust = {
      ...suspicious,
      allowedHosts: ['localhost', '*.Example.org'],
    };
    for (const url of [
      'http://localhost:8080',
      'https://inside.example.org',
      'http://example.org',
    ]) {
      await expect(check(url, trust)).resolves.toBeUndefined();
    }
    await expect(check('https://notexample.org', trust)).rejects.toThrow();
    await expect(check('ftp://localhost', trust)).rejects.toThrow('HTTPS');
  });
});
