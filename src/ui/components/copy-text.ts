/**
 * Copies a text and says whether it was copied. Browsers have no clipboard on a page that came over plain http, and may
 * refuse it on others.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
