import type { Actor } from '@/domain/actor'
import { findCountry } from '@/domain/phones/find-country.rules'
import { countryOf } from '@/domain/sequences/read-person-number'
import { type ReadNumbers, readNumbers } from './read-numbers.rules'

/** Reads the numbers of a request in the organization's country, as `readNumbers` does. */
export async function readRequestNumbers(actor: Actor, texts: readonly string[]): Promise<ReadNumbers> {
  return readNumbers(texts, findCountry(await countryOf(actor)))
}

/** Returns each number once, in the order in which they come first. */
export function uniqueNumbers({ read }: ReadNumbers): string[] {
  return [...new Set(read.map(({ phoneNumber }) => phoneNumber))]
}
