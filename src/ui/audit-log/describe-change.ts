type Values = Record<string, unknown> | null

/** Says what was changed, as it was and as it is: "lines: 5 → 25". */
export function describeChange({ before, after, details }: { before: Values; after: Values; details: Values }): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changes = names.map((name) => {
    const now = wordOf(after?.[name])
    return before && name in before ? `${nameOf(name)}: ${wordOf(before[name])} → ${now}` : `${nameOf(name)}: ${now}`
  })
  const facts = Object.entries(details ?? {}).map(([name, value]) => `${nameOf(name)}: ${wordOf(value)}`)
  return [...changes, ...facts].join(', ')
}

/** `callWindows` → `call windows` */
function nameOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none'
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(wordOf).join(' and ')
  if (typeof value !== 'object') return String(value)
  const parts = Object.entries(value).filter(([, part]) => part !== null)
  return parts.length === 0 ? 'none' : parts.map(([name, part]) => `${nameOf(name)} ${wordOf(part)}`).join(' and ')
}
