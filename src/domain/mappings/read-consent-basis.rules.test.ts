import { describe, expect, it } from 'vitest'
import { CONSENT_BASES } from '@/domain/contact-safety/consent.schema'
import { readMayCall } from './read-consent.rules'
import { readConsentBasis } from './read-consent-basis.rules'

describe('the basis of a consent', () => {
  it('is read by the words of the contract, however they are written', () => {
    for (const basis of CONSENT_BASES) {
      expect(readConsentBasis(basis)).toBe(basis)
      expect(readConsentBasis(` ${basis.toUpperCase()}. `)).toBe(basis)
    }
  })

  it.each([
    ['Express consent', 'express'],
    ['Opt-In', 'express'],
    ['double opt-in', 'express'],
    ['Freely given consent from contact', 'express'],
    ['Ausdrückliche Einwilligung', 'express'],
    ['In writing', 'written'],
    ['signed', 'written'],
    ['E-Signature', 'written'],
    ['Prior express written consent', 'written'],
    ['Schriftlich', 'written'],
    ['Signé', 'written'],
    ['por escrito', 'written'],
    ['Performance of a contract', 'contract'],
    ['Vertrag', 'contract'],
    ['existing customer', 'relationship'],
    ['Customer', 'relationship'],
    ['Legitimate interest – existing customer', 'relationship'],
    ['Bestandskunde', 'relationship'],
  ])('“%s” is %s', (cell, basis) => {
    expect(readConsentBasis(cell)).toBe(basis)
  })

  it.each([
    ...['', ' ', 'yes', 'Y', 'true', '1', 'no', 'none', 'n/a', '-', 'implied', 'legitimate interest'],
    ...['Legitimate interest – prospect/lead', 'opt out', 'opted out', 'not signed', 'no consent', 'withdrawn'],
    ...['express or written', 'Facebook', 'hope', 'constructor', '__proto__', 'ＡＢＣ', '同意'],
    // They say where a consent may have been given, or who somebody is.
    ...['paper form', 'web form', 'checkbox', 'by phone', 'telefonisch', 'recorded call', 'DocuSign', 'Firma', 'firma'],
  ])('“%s” is none, and is never guessed', (cell) => {
    expect(readConsentBasis(cell)).toBeNull()
  })

  it.each([
    ...[
      'yes?',
      'written?',
      'written ???',
      'written!',
      '✗ written',
      '✘written',
      '☐ signed',
      '❌ opt-in',
      '!express',
      '-express',
    ],
    ...[
      '~customer',
      '¬ signed',
      '≠ contract',
      '(written)',
      '[ ] written',
      'written [ ]',
      'written ( )',
      'written ()',
      '( ) signed',
    ],
    ...[
      'written: no',
      'written = 0',
      'written; expired',
      'signed*',
      'express & implied',
      'express+',
      '"signed"',
      '#signed',
    ],
    ...[
      '<written>',
      'written @',
      'written %',
      '/written',
      '.written',
      "'written",
      'written 🚫',
      'written ✗',
      'written | -',
    ],
  ])('“%s” doubts or denies it', (cell) => {
    expect(readConsentBasis(cell)).toBeNull()
  })

  it.each([
    ...['Opt-in.', 'opt_in', 'Opt–In', 'Signed,', 'e/signature', 'Exécution d’un contrat', "exécution d'un contrat"],
    ...[
      'Legitimate interest (existing customer)',
      '  signed\u00a0form  ',
      'signe\u0301',
      'Vertragserfullung',
      'SCHRIFTLICH',
    ],
  ])('“%s” has signs that say nothing', (cell) => {
    expect(readConsentBasis(cell)).not.toBeNull()
  })
})

/** Of each language: words of each basis, words that turn any of them round, and words that are no consent. */
const LANGUAGES = {
  English: {
    read: {
      express: 'opt-in | verbal consent',
      written: 'signed | in writing',
      contract: 'contract',
      relationship: 'customer',
    },
    negations:
      'no | not | non | never | without | un | missing | pending | revoked | expired | withdrawn | refused | declined | former no',
    none: 'unsigned | unwritten | implied | implied consent | assumed | opt-out | unsubscribed | refused | declined | revoked | withdrawn | expired | pending | to be confirmed | unknown | no customer | non-customer | prospect | lead | competitor | cold call | legitimate interest | vital interest | legal obligation | signature missing | signature pending | unchecked | purchased list',
  },
  German: {
    read: {
      express: 'ausdrücklich | Einwilligung',
      written: 'schriftlich | unterschrieben',
      contract: 'Vertrag',
      relationship: 'Bestandskunde',
    },
    negations: 'nicht | kein | keine | ohne | nie | fehlt | offen | widerrufen | abgelaufen | abgelehnt | verweigert',
    none: 'nicht unterschrieben | keine Einwilligung | Widerspruch | widerrufen | abgelehnt | abgelaufen | mutmaßlich | mutmaßliche Einwilligung | stillschweigend | berechtigtes Interesse | unbekannt | ausstehend | Neukunde | Nichtkunde | Interessent | Kaltakquise | Firma | Vertragsende | gekündigt | Unterschrift fehlt | ja | nein | keine Angabe',
  },
  French: {
    read: {
      express: 'consentement exprès | explicite',
      written: 'par écrit | signé',
      contract: 'contrat',
      relationship: 'client existant',
    },
    negations: 'non | pas | pas de | sans | jamais | aucun | refusé | retiré | expiré | en attente',
    none: 'non signé | pas de consentement | sans contrat | refus | refusé | retiré | révoqué | expiré | implicite | tacite | présumé | intérêt légitime | inconnu | en attente | prospect | ancien prospect | opposition | désinscrit | oui | non | néant',
  },
  Spanish: {
    read: {
      express: 'consentimiento expreso',
      written: 'por escrito | firmado',
      contract: 'contrato',
      relationship: 'cliente actual',
    },
    negations: 'no | sin | nunca | ningún | falta | pendiente | rechazado | revocado | caducado',
    none: 'no firmado | sin firmar | sin consentimiento | rechazado | revocado | retirado | caducado | tácito | implícito | presunto | interés legítimo | desconocido | pendiente | cliente potencial | excliente | firma | firma pendiente | baja | sí | ninguno',
  },
  Italian: {
    read: {
      express: 'consenso espresso',
      written: 'per iscritto | firmato',
      contract: 'contratto',
      relationship: 'cliente',
    },
    negations: 'no | non | senza | mai | nessun | manca | in attesa | rifiutato | revocato | scaduto',
    none: 'non firmato | senza consenso | rifiutato | revocato | ritirato | scaduto | implicito | tacito | presunto | legittimo interesse | sconosciuto | in attesa | cliente potenziale | potenziale cliente | ditta | firma | firma mancante | disiscritto | sì | nessuno',
  },
  Dutch: {
    read: {
      express: 'uitdrukkelijke toestemming',
      written: 'schriftelijk | ondertekend',
      contract: 'contractueel',
      relationship: 'bestaande klant',
    },
    negations: 'niet | geen | zonder | nooit | ontbreekt | geweigerd | ingetrokken | verlopen',
    none: 'niet ondertekend | geen toestemming | geweigerd | ingetrokken | verlopen | impliciet | stilzwijgend | veronderstelde toestemming | gerechtvaardigd belang | onbekend | in behandeling | geen klant | potentiële klant | oud-klant | uitgeschreven | bezwaar | ja | nee',
  },
  Portuguese: {
    read: {
      express: 'consentimento expresso',
      written: 'assinado',
      contract: 'contratual',
      relationship: 'cliente atual',
    },
    negations: 'não | sem | nunca | nenhum | falta | pendente | recusado | revogado | expirado',
    none: 'não assinado | sem consentimento | recusado | revogado | retirado | expirado | tácito | implícito | presumido | interesse legítimo | desconhecido | pendente | cliente potencial | ex-cliente | empresa | descadastrado | sim | nenhum',
  },
} as const

const listed = (words: string) => words.split(' | ')

describe.each(Object.entries(LANGUAGES))('in %s', (_, { read, negations, none }) => {
  it('the words of each basis are read', () => {
    for (const basis of CONSENT_BASES)
      for (const words of listed(read[basis])) expect([words, readConsentBasis(words)]).toEqual([words, basis])
  })

  it('what is no consent is not', () => {
    for (const words of listed(none)) {
      for (const cell of [words, words.toUpperCase(), `${words}.`])
        expect([cell, readConsentBasis(cell)]).toEqual([cell, null])
    }
  })

  it('no word of a basis is one any more beside a word that turns it round, whatever stands between', () => {
    for (const words of Object.values(read).flatMap(listed)) {
      for (const negation of listed(negations)) {
        for (const sign of [' ', '-', ' – ', ', ', '/', '. ', ' (', '_']) {
          for (const cell of [`${negation}${sign}${words}`, `${words}${sign}${negation}`])
            expect([cell, readConsentBasis(cell)]).toEqual([cell, null])
        }
      }
    }
  })
})

it('no text that says no in a column of consents is a basis, nor one that says only yes', () => {
  const answers = [
    ...[
      'no',
      'n',
      'false',
      '0',
      'off',
      '-',
      '--',
      '—',
      'none',
      'null',
      'n/a',
      'never',
      'unchecked',
      '☐',
      '✗',
      'nein',
      'non',
      'faux',
      'não',
      'nee',
    ],
    ...[
      'opted out',
      'opt-out',
      'unsubscribed',
      'do not call',
      'dnc',
      'stop',
      'blocked',
      'refused',
      'denied',
      'withdrawn',
      'revoked',
      'not given',
    ],
    ...[
      'verweigert',
      'widerrufen',
      'nicht erteilt',
      'refusé',
      'retiré',
      'negado',
      'revocado',
      'rifiutato',
      'geweigerd',
      'recusado',
      'revogado',
    ],
    ...[
      'yes',
      'x',
      'true',
      'ok',
      'on',
      '✓',
      '☑',
      'ja',
      'oui',
      'sí',
      'vero',
      'sim',
      '1.0',
      '2026-11-01',
      '1 November 2026',
    ],
  ]
  for (const cell of answers) {
    expect([cell, readMayCall(cell)]).not.toEqual([cell, 'unclear'])
    expect([cell, readConsentBasis(cell)]).toEqual([cell, null])
  }
})
