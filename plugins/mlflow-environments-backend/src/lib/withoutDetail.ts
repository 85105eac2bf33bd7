/**
 * What an error of a cluster says in general: the part before its first colon. What follows is quoted from connections and API
 * servers, and names hosts, addresses and accounts that are the platform's business.
 */
export function withoutDetail(message: string): string {
  return message.split(': ', 1)[0];
}
