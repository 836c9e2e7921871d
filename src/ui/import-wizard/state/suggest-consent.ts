import type { Target } from '@/domain/mappings/mapping.rules'
import { CONSENT_FIELDS, type ConsentField } from '@/domain/mappings/mapping-words.rules'
import type { ColumnProfile } from '@/ui/import-wizard/worker/column-profile'
import { normalizeHeader } from './normalize-header'

// Headers as forms, CRMs and people write them, in the languages of `header-synonyms.ts`.
const AS_WRITTEN: Record<ConsentField, string> = {
  consentBasis: `Consent Basis | consentbasis | Basis of consent | Consent Type | Type of consent | Consent kind | Consent Level | Opt-in Type | Legal Basis |
    Lawful Basis | GDPR Legal Basis | Legal basis for processing contact's data | Legal basis for processing | TCPA Consent Type | Consent Category |
    Rechtsgrundlage | Art der Einwilligung | Einwilligungsart | Grundlage der Einwilligung | Einwilligung Art | Base légale | Base juridique |
    Type de consentement | Base legal | Base jurídica | Tipo de consentimiento | Base giuridica | Tipo di consenso | Rechtsgrond | Grondslag |
    Soort toestemming | Tipo de consentimento`,
  consentAt: `Consent At | consentat | Consent Date | Date of consent | Consented At | Consented On | Consent Time | Consent Timestamp | Consent Date Time |
    Consent Given At | Consent Given On | Consent Given Date | Consent Capture Date | Consent Captured At | Consent Obtained | Consent Obtained On |
    Opt-in Date | Opt-in Time | Opt-in Timestamp | Opted in at | Opted in on | Date opted in | TCPA Consent Date | TCPA Timestamp | TCPA Consent Timestamp |
    GDPR Consent Date | Einwilligung am | Einwilligung vom | Datum der Einwilligung | Einwilligungsdatum | Einwilligung Datum | Date du consentement |
    Date de consentement | Consentement le | Fecha de consentimiento | Fecha del consentimiento | Data del consenso | Data consenso |
    Datum toestemming | Toestemming op | Data do consentimento`,
  consentSource: `Consent Source | consentsource | Source of consent | Consent Origin | Consent Given In | Consent Given Where | Consent Channel | Consent Form |
    Consent URL | Consent Page | Consent Capture Source | Consent Collected By | Consent Collected From | Opt-in Source | Opt-in Form | Opt-in Page |
    Opt-in URL | Opt-in Channel | TCPA Consent Source | TCPA URL | Quelle der Einwilligung | Einwilligungsquelle | Einwilligung Quelle |
    Herkunft der Einwilligung | Source du consentement | Origine du consentement | Fuente del consentimiento | Origen del consentimiento |
    Fonte del consenso | Origine del consenso | Bron toestemming | Bron van toestemming | Origem do consentimento | Fonte do consentimento`,
  consentText: `Consent Text | consenttext | Text of consent | Consent Wording | Consent Statement | Consent Language | Consent Disclosure | Opt-in Text |
    Opt-in Wording | TCPA Text | TCPA Language | TCPA Disclosure | Consent Capture Text | Einwilligungstext | Text der Einwilligung | Einwilligung Text |
    Texte du consentement | Texto del consentimiento | Testo del consenso | Toestemmingstekst | Tekst toestemming | Texto do consentimento`,
}

const HEADERS = Object.fromEntries(
  CONSENT_FIELDS.map((field) => [field, AS_WRITTEN[field].split('|').map(normalizeHeader)]),
) as Record<ConsentField, string[]>

/** The share of cells of a basis column that have to say one. */
const READ_SHARE_MIN = 0.6

type Column = { name: string; profile: ColumnProfile }

/**
 * Finds the columns of a consent, by exact headers alone. There is one only where basis, date and source have a column each
 * and the cells say a basis: what is half a consent in every row, or none at all, must not turn rows away that were enrolled
 * before.
 *
 * @param chosen what is suggested for the columns already. A column that says who may be called, as “Opt-in date” seems to,
 *   may become its basis, date or source, since there a “no” is a fault of its row. It never becomes the text, where any
 *   words are taken
 * @returns the target of each column of the consent, by the column's place
 */
export function suggestConsent(columns: readonly Column[], chosen: readonly (Target | null)[]): Map<number, Target> {
  const headers = columns.map(({ name }) => normalizeHeader(name))
  const isFree = (column: number, field: ConsentField) => {
    const target = chosen[column] ?? null
    return target === null || (target === 'mayCall' && field !== 'consentText')
  }
  const columnOf = (field: ConsentField) => {
    // A file of rejected rows may have it in a column of ours.
    const held = chosen.indexOf(field)
    if (held >= 0) return held
    const found = HEADERS[field].map((header) => headers.findIndex((one, at) => one === header && isFree(at, field)))
    return found.find((column) => column >= 0) ?? -1
  }
  const [basis = -1, at = -1, source = -1, text = -1] = CONSENT_FIELDS.map(columnOf)
  if (basis < 0 || at < 0 || source < 0) return new Map()
  if ((columns[basis]?.profile.basisLike ?? 0) < READ_SHARE_MIN) return new Map()
  const targets: [number, Target][] = [
    [basis, 'consentBasis'],
    [at, 'consentAt'],
    [source, 'consentSource'],
  ]
  return new Map(text < 0 ? targets : [...targets, [text, 'consentText']])
}
