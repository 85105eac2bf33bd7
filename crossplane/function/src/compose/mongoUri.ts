/** Longer than a healthy failover takes to be noticed, shorter than the timeout of the readiness probe. */
const SERVER_SELECTION_TIMEOUT_MS = 3000;

/**
 * The URI under which MLflow's MongoDB store connects.
 *
 * It has to name a database: without one the server starts and answers every call with 400.
 *
 * @param connectionString - what Atlas says, with its scheme: `mongodb+srv://cluster.abcde.mongodb.net`
 */
export function mongoUri(options: {
  connectionString: string;
  username: string;
  password: string;
  database: string;
}): string {
  const { connectionString, username, password, database } = options;
  const { protocol, host } = new URL(connectionString);
  const credentials = [username, password].map(percentEncode).join(':');
  const query = new URLSearchParams({
    authSource: 'admin',
    retryWrites: 'true',
    w: 'majority',
    serverSelectionTimeoutMS: String(SERVER_SELECTION_TIMEOUT_MS),
  });
  return `${protocol}//${credentials}@${host}/${database}?${query}`;
}

/** Everything but RFC 3986's unreserved characters: encodeURIComponent leaves some reserved ones as they are. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character =>
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
