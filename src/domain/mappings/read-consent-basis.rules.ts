import { CONSENT_BASES, type ConsentBasis } from '@/domain/contact-safety/consent.schema'

// What people and their programs write for each basis, in the languages of the headers that we know. What may mean two of
// them, or no consent at all (“implied”, “legitimate interest”, “yes”), is not here: nobody is called on a guess. Nor is what
// may stand there whether or not anybody agreed: a form on paper or on a page, a telephone, a box to tick, a service for
// signatures, the Spanish word for a signature, which is a company in other languages.
const AS_WRITTEN: Record<ConsentBasis, string> = {
  express: `express | expressed | express consent | prior express consent | explicit | explicit consent | consent | consented | consent given |
    opt in | opted in | optin | double opt in | single opt in | doi | verbal | verbally | verbal consent | oral | oral consent | spoken | said |
    clicked | ticked | freely given consent | freely given consent from contact | ausdrücklich | ausdrückliche Einwilligung | Einwilligung | Zustimmung | mündlich |
    eingewilligt | zugestimmt | exprès | explicite | consentement | consentement exprès | consentement explicite | accord exprès | expreso |
    explícito | consentimiento | consentimiento expreso | consentimiento explícito | espresso | esplicito | consenso | consenso espresso |
    consenso esplicito | uitdrukkelijk | uitdrukkelijke toestemming | toestemming | mondeling | expresso | consentimento | consentimento expresso`,
  written: `written | in writing | written consent | prior written consent | express written consent | prior express written consent | pewc |
    written opt in | signed | signature | signed form | signed consent | signed consent form | e signature | esignature | e signed |
    esigned | electronic signature | electronically signed | digital signature | schriftlich | schriftliche Einwilligung | unterschrieben |
    unterschrift | écrit | par écrit | consentement écrit | signé | signature électronique | por escrito | escrito | consentimiento por escrito |
    firmado | firma electrónica | scritto | per iscritto | consenso scritto | firmato | schriftelijk | schriftelijke toestemming |
    ondertekend | getekend | consentimento por escrito | assinado | assinatura`,
  contract: `contract | contractual | under contract | performance of a contract | performance of contract | contract performance | contract in force |
    Vertrag | vertraglich | Vertragserfüllung | contrat | contractuel | exécution du contrat | exécution d'un contrat | contrato | contractual |
    ejecución de un contrato | contratto | contrattuale | esecuzione di un contratto | contractueel | uitvoering van een overeenkomst | contratual`,
  relationship: `relationship | existing relationship | business relationship | existing business relationship | established business relationship |
    prior business relationship | ebr | customer | existing customer | current customer | active customer | former customer | past customer |
    previous customer | customer relationship | client | existing client | current client | former client | legitimate interest existing customer |
    Kunde | Kundin | Bestandskunde | Bestandskundin | Geschäftsbeziehung | bestehende Geschäftsbeziehung | client existant | cliente |
    client actuel | relation commerciale | relation d'affaires | cliente existente | cliente actual | relación comercial | relazione commerciale |
    klant | bestaande klant | klantrelatie | zakelijke relatie | relação comercial | cliente atual`,
}

const BASIS_BY_WORDS: ReadonlyMap<string, ConsentBasis> = new Map(
  CONSENT_BASES.flatMap((basis) => AS_WRITTEN[basis].split('|').map((words) => [plain(words), basis] as const)),
)

/** Words, with signs between and after them that say nothing. Any other sign may doubt or deny the words beside it. */
const PLAIN_WORDS = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\s.,/'’()\p{Pd}_]*$/u
/** A box that nobody has ticked. */
const EMPTY_BRACKETS = /\(\s*\)/

/**
 * Reads what a cell says of the basis of a consent, by the words of the contract and those that people write. Null for any
 * other text: whoever has written “implied” or “yes” has to say what is meant, and “written?” or “✗ written” is a doubt.
 */
export function readConsentBasis(cell: string): ConsentBasis | null {
  const text = cell.trim()
  if (!PLAIN_WORDS.test(text) || EMPTY_BRACKETS.test(text)) return null
  return BASIS_BY_WORDS.get(plain(text)) ?? null
}

/** Lower case, without accents, and with one blank for all signs between words: `E-Signature` → `e signature`. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
