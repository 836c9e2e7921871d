const DIGITS_SHOWN = 4

/** Returns what tells a number from others without saying whose it is: `…2671`. */
export function maskNumber(e164: string): string {
  return `\u2026${e164.slice(-DIGITS_SHOWN)}`
}
