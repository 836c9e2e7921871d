/** What a cell of a yes-or-no column says. `unclear` is any other text. */
export type Answer = 'yes' | 'no' | 'blank' | 'unclear'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s*\|\s*/))

const YES = words(
  `yes | y | true | t | 1 | x | on | ok | okay | checked | check | active | ✓ | ✔ | ☑ | ✅ | wahr | ja | j | oui | o | vrai | si | sí | s | verdadero |
   vero | sim | verdadeiro | waar | tak | ano | igen | da | да | истина | evet | はい | 是 | 是的 | 有 | 예 | 네 | نعم | do not call | dnc |
   do not contact | opted out | opt out | opted-out | opt-out | unsubscribed | stop | blocked | suppressed | registered | listed | 1.0 | 1,0 |
   yes, do not call | never`,
)
const NO = words(
  `no | n | false | f | 0 | off | - | -- | — | none | null | n/a | na | never | unchecked | inactive | ☐ | ✗ | ✘ | ❌ | falsch | nein | non | faux | falso |
   não | nao | nee | onwaar | nie | ne | nem | нет | ложь | hayır | hayir | いいえ | 否 | 不 | 无 | 아니요 | لا | not registered | not listed |
   0.0 | 0,0 | 0.00`,
)
const GRANTED = words(
  `opted in | opt in | opted-in | opt-in | subscribed | given | granted | consented | consent | allowed | accepted | agreed | approved | confirmed |
   ok to call | may call | can call | erteilt | erlaubt | zugestimmt | accordé | accepté | autorisé | concedido | autorizado | aceptado | 同意`,
)
const REFUSED = words(
  `opted out | opt out | opted-out | opt-out | unsubscribed | do not call | dnc | do not contact | stop | refused | denied | declined | rejected |
   withdrawn | revoked | expired | not given | not granted | not allowed | blocked | missing | verweigert | widerrufen | abgelehnt | nicht erteilt | refusé |
   retiré | révoqué | negado | rechazado | revocado | rifiutato | revocato | geweigerd | ingetrokken | recusado | revogado | 拒否 | 拒绝`,
)
/** A date in such a column is the day on which the person said so. */
const DATE =
  /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T\s].*)?$|^\p{L}{3,9}\.?\s\d{1,2},?\s\d{4}$|^\d{1,2}\.?\s\p{L}{3,9}\.?\s\d{4}$/u

/** Reads a cell under "Do not call". A date means yes: it is the day on which the person asked for it. */
export function readDoNotCall(cell: string): Answer {
  const text = plain(cell)
  if (text === '') return 'blank'
  if (GRANTED.has(text)) return 'no'
  if (YES.has(text) || DATE.test(text)) return 'yes'
  return NO.has(text) ? 'no' : 'unclear'
}

/** Reads a cell under "OK to call" or "Consent". A date means yes: it is the day on which consent was given. */
export function readMayCall(cell: string): Answer {
  const text = plain(cell)
  if (text === '') return 'blank'
  if (REFUSED.has(text) || NO.has(text)) return 'no'
  return YES.has(text) || GRANTED.has(text) || DATE.test(text) ? 'yes' : 'unclear'
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
