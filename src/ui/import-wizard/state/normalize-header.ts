const ASCII = /^[ -~]*$/

/**
 * A header as it is compared: lower case, no accents, signs as the letters they stand for, words apart by one blank
 * (`Mobile_Phone-Number` → `mobile phone number`, `Contact #` → `contact no`, `ＴＥＬ１` → `tel 1`).
 */
export function normalizeHeader(header: string): string {
  // Composed first: a letter and its accent are one where capitals are looked for.
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
