import { canonicalCidr } from './cidr';

describe('canonicalCidr', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['203.0.113.77/32', '203.0.113.77/32'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['192.168.77.130/25', '192.168.77.128/25'],
  ])('reads %s as %s', (cidr, canonical) => {
    expect(canonicalCidr(cidr)).toBe(canonical);
  });

  it.each([
    '0.0.0.0/0',
    '10.0.0.0',
    '10.0.0.0/33',
    '256.0.0.0/8',
    '::1/128',
    'x',
    '',
  ])('refuses %s', cidr => {
    expect(canonicalCidr(cidr)).toBeUndefined();
  });
});
