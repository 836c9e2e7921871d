const ASCII = /^[ -~]*$/

/**
 * Normalizes a header for comparison: lower case, no accents, some signs as words, and words separated by one blank
 * (`Mobile_Phone-Number` → `mobile phone number`, `Contact #` → `contact no`, `ＴＥＬ１` → `tel 1`).
 */
export function normalizeHeader(header: string): string {
  // Composed first (NFKC), so that an accented letter is one character when capitals are found.
  const apart = header.normalize('NFKC').replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  const plain = ASCII.test(apart) ? apart : apart.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss')
  return plain
    .toLowerCase()
    .replaceAll('#', ' no ')
    .replaceAll(/(\p{L}{2})(\p{N})/gu, '$1 $2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/\bwhats app\b/g, 'whatsapp')
    .trim()
}
