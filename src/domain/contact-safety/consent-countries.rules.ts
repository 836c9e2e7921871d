import type { CallingRule } from './calling-rule.rules'

const READ = { version: 1, region: null, kind: 'consent', readOn: '2026-11-30', readFrom: 'summary' } as const

/** Countries in which a person has to agree before an automated call. */
export const CONSENT_COUNTRY_RULES: readonly CallingRule[] = [
  {
    id: 'gb-consent',
    country: 'GB',
    consent: { bases: ['express', 'written'], ageDaysMax: null },
    source: 'Privacy and Electronic Communications (EC Directive) Regulations 2003, reg. 19',
    ...READ,
  },
  {
    id: 'de-consent',
    country: 'DE',
    consent: { bases: ['express', 'written'], ageDaysMax: null },
    source: 'UWG § 7(2), § 7a',
    note: 'The proof of a consent is kept for 5 years after it was given, and after each use of it.',
    ...READ,
  },
  {
    id: 'fr-consent',
    country: 'FR',
    consent: { bases: ['express', 'written', 'contract'], ageDaysMax: null },
    source: 'Code de la consommation, art. L223-1, since 2026-08-11',
    note: 'A call that belongs to a contract in force needs no further consent.',
    ...READ,
  },
]
