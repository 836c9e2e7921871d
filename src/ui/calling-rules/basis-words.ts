import type { ConsentBasis } from '@/domain/contact-safety/consent.schema'

/** How the console names each basis of a consent, with what it means, in the order in which it offers them. */
export const BASIS_WORDS: Readonly<Record<ConsentBasis, string>> = {
  express: 'Express: said or clicked',
  written: 'Written: signed',
  contract: 'Contract: one is in force',
  relationship: 'Relationship: a customer',
}
