const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `12345` → `12,345`. */
export function formatNumber(value: number): string {
  return integer.format(value)
}

const list = new Intl.ListFormat('en-US')

/** `listOf(['a', 'b', 'c'])` → `a, b, and c`. */
export function listOf(items: Iterable<string>): string {
  return list.format(items)
}

/** `count(1, 'contact')` → `1 contact`, `count(1200, 'contact')` → `1,200 contacts`. */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)} ${value === 1 ? singular : plural}`
}
