/** What a cell of a yes-or-no column says. `unclear` is any other text. */
export type Answer = 'yes' | 'no' | 'blank' | 'unclear'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s*\|\s*/))

/** A plain yes, whose meaning is that of the header. */
const YES = words(
  `yes | y | true | t | 1 | x | on | ok | okay | checked | check | active | ✓ | ✔ | ☑ | ✅ | wahr | ja | j | oui | o | vrai | si | sí | s | verdadero |
   vero | sim | verdadeiro | waar | tak | ano | igen | da | да | истина | evet | はい | 是 | 是的 | 有 | 예 | 네 | نعم | 1.0 | 1,0`,
)
const NO = words(
  `no | n | false | f | 0 | off | - | -- | — | none | null | n/a | na | never | unchecked | inactive | ☐ | ✗ | ✘ | ❌ | falsch | nein | non | faux | falso |
   não | nao | nee | onwaar | nie | ne | nem | нет | ложь | hayır | hayir | いいえ | 否 | 不 | 无 | 아니요 | لا | not registered | not listed |
   0.0 | 0,0 | 0.00`,
)
/** Says by itself, under any header, that the person is not to be called. */
const NOT_TO_BE_CALLED = words(
  `opted out | opt out | opted-out | opt-out | unsubscribed | do not call | dnc | do not contact | stop | blocked | suppressed | yes, do not call`,
)
/** Says so under "Do not call" only: such a list has members. Under "Consent" nobody can say which list is meant. */
const ON_THE_LIST = words(`registered | listed | never`)
/** Says by itself, under any header, that the person may be called. */
const TO_BE_CALLED = words(
  `opted in | opt in | opted-in | opt-in | subscribed | consented | consent | ok to call | may call | can call`,
)
/** Says so under "Consent" only: an objection or an opt-out can be given, accepted or confirmed as well. */
const GRANTED = words(
  `given | granted | allowed | accepted | agreed | approved | confirmed | erteilt | erlaubt | zugestimmt | accordé | accepté | autorisé | concedido |
   autorizado | aceptado | 同意`,
)
const REFUSED = words(
  `refused | denied | declined | rejected | withdrawn | revoked | expired | not given | not granted | not allowed | missing | verweigert | widerrufen |
   abgelehnt | nicht erteilt | refusé | retiré | révoqué | negado | rechazado | revocado | rifiutato | revocato | geweigerd | ingetrokken | recusado |
   revogado | 拒否 | 拒绝`,
)

const MONTH_LANGUAGES = 'en | de | fr | es | it | pt | nl | pl | cs | hu | ro | tr | ru | uk | sv | da | nb | fi'.split(
  ' | ',
)
let months: ReadonlySet<string> | null = null

/**
 * The names of the months, in full and short, as they stand in a date. No other word makes a date of two numbers. They are
 * made for the first date that has one: most files have none, and a server starts without them.
 */
function monthNames(): ReadonlySet<string> {
  months ??= new Set(
    MONTH_LANGUAGES.flatMap((language) =>
      (['long', 'short'] as const).flatMap((month) => {
        const format = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' })
        return Array.from({ length: 12 }, (_, index) => {
          const parts = format.formatToParts(Date.UTC(2026, index, 1))
          return (parts.find(({ type }) => type === 'month')?.value ?? '').toLowerCase().replace('.', '')
        })
      }),
    ),
  )
  return months
}

/** Only a time may follow the date: `2026-03-01 revoked` is no consent. A date of zeros is one that was never set. */
const DATE =
  /^(?!0+[./-]0)(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(\p{L}{3,12})\.?\s\d{1,2},?\s\d{4}|\d{1,2}\.?\s(\p{L}{3,12})\.?\s\d{4})(?:,?[t\s]\s?\d{1,2}(?:[:.h]\d{2}){0,2}(?:[.,]\d+)?\s?(?:[ap]\.?m|uhr|h)?\s?(?:z|utc|gmt)?\s?(?:[+-]\d{2}:?\d{2})?)?$/u

/** Polish for no, German for never: under "Do not call" the one may be called and the other may not. */
const NO_OR_NEVER = 'nie'

/** Reads a cell under "Do not call". A date means yes: it is the day on which the person asked for it. */
export function readDoNotCall(cell: string): Answer {
  const text = plain(cell)
  if (text === '') return 'blank'
  if (YES.has(text) || NOT_TO_BE_CALLED.has(text) || ON_THE_LIST.has(text) || isDate(text)) return 'yes'
  return (NO.has(text) && text !== NO_OR_NEVER) || TO_BE_CALLED.has(text) ? 'no' : 'unclear'
}

/** Reads a cell under "OK to call" or "Consent". A date means yes: it is the day on which consent was given. */
export function readMayCall(cell: string): Answer {
  const text = plain(cell)
  if (text === '') return 'blank'
  if (NO.has(text) || NOT_TO_BE_CALLED.has(text) || REFUSED.has(text)) return 'no'
  return YES.has(text) || TO_BE_CALLED.has(text) || GRANTED.has(text) || isDate(text) ? 'yes' : 'unclear'
}

function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const month = match[1] ?? match[2]
  return month === undefined || monthNames().has(month)
}

/** Says whether a cell keeps its row from being called. An unclear cell does, since a call cannot be taken back. */
export function forbidsCall(target: 'doNotCall' | 'mayCall', cell: string): boolean {
  const answer = target === 'doNotCall' ? readDoNotCall(cell) : readMayCall(cell)
  return answer === 'unclear' || answer === (target === 'doNotCall' ? 'yes' : 'no')
}

function plain(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
}
