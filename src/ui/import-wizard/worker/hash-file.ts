/**
 * SHA-256 of a file's bytes in hex. Null where the browser has no WebCrypto (a page that is served without TLS), or when
 * the file was changed or removed since it was chosen.
 */
export async function hashFile(file: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return null
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
