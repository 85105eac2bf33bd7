import { isIP, isIPv4, isIPv6 } from 'node:net';

function isCidr(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  if (rest.length > 0 || bits === undefined || !/^\d+$/.test(bits)) {
    return false;
  }
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

/** The string formats that kube-apiserver checks and that schemas in our reach use; other formats are not checked. */
export const formats: { [name: string]: true | ((text: string) => boolean) } = {
  'date-time': text =>
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(
      text,
    ) && !Number.isNaN(Date.parse(text)),
  date: text =>
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  duration: text => /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text),
  byte: text => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  uuid: text =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(
      text,
    ),
  ipv4: isIPv4,
  ipv6: isIPv6,
  cidr: isCidr,
  email: text => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: text =>
    text.length <= 253 &&
    /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(
      text,
    ),
  uri: text => URL.canParse(text),
  int32: true,
  int64: true,
  float: true,
  double: true,
  password: true,
};
