import { type ReadableNumber, readableNumber } from './readable-number'

const E164 = /^\+[1-9]\d{6,14}$/

/** Reads every number in E.164 that is somewhere in these values, for `KnownNumbers`. */
export function readNumbersIn(values: unknown): Record<string, Pick<ReadableNumber, 'written' | 'country'>> {
  const found: Record<string, Pick<ReadableNumber, 'written' | 'country'>> = {}
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (!E164.test(value) || value in found) return
      const { written, country } = readableNumber(value)
      found[value] = { written, country }
    } else if (Array.isArray(value)) {
      for (const item of value) look(item)
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) look(item)
    }
  }
  look(values)
  return found
}
