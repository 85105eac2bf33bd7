/** A URL written by hand may carry a password or a token, which is nobody's to see. */
export function withoutCredentials(text: string): string {
  if (!URL.canParse(text)) {
    return text.replace(/^[^/]*@/, '');
  }
  const url = new URL(text);
  if (!url.username && !url.password) {
    return text;
  }
  url.username = '';
  url.password = '';
  return url.toString();
}
