import { isOfOtherPeople } from './header-vetoes'
import type { RowField } from './import-target'
import { normalizeHeader } from './normalize-header'

// Headers of columns that are no part of a contact and say how its row is read, in the languages of
// `header-synonyms.ts` and a few more.

const COUNTRY = `Country | Country Code | Country of the number | Country of number | Number country | Phone country | Phone country code | Phone code |
  Country phone code | Country calling code | Calling code | Dial code | Dialing code | Dialling code | Country dial code | ISD code | ISD |
  Intl code | International code | Country prefix | Country/Region | Country Name | Country ISO | ISO country | ISO country code | Country ISO2 |
  Country 2 | Country 3 | Ctry | Cntry | Nation | Mailing Country | Billing Country | Home Country | Home Country/Region | Business Country |
  Business Country/Region | Other Country/Region | Address 1 - Country | Address Country | Shipping Country | Residence country | Country of residence | IP Country | Market |
  Land | Ländercode | Länderkürzel | Länderkennzeichen | Ländervorwahl | Landesvorwahl | Landvorwahl | Land/Region | Land privat | Land geschäftlich |
  Land/Region geschäftlich | Internationale Vorwahl | Staat | Pays | Code pays | Pays/Région | Pays (bureau) | Pays (domicile) | Indicatif | Indicatif pays |
  Indicatif téléphonique | País | Código de país | Código del país | País o región | País/Región | Prefijo internacional | Prefijo de país | Indicativo | Paese | Nazione |
  Stato | Codice paese | Prefisso internazionale | Landcode | Landnummer | Landkode | Landskod | Landekode | Código do país | DDI | Kraj | Kod kraju | Země | Krajina |
  Ország | Țară | Ülke | Ülke kodu | Maa | Maakoodi | Χώρα | Страна | Код страны | Країна | البلد | الدولة | رمز الدولة | 国 | 国名 | 国家 | 国家代码 | 国コード | 國家 | 국가 | 국가번호 | Quốc gia | Negara | ประเทศ`
const COUNTRY_WORD =
  /\b(?:country|ctry|land|landes|pays|pais|paese|nazione|dial|dialing|dialling|calling|isd|страна|страны)\b/
const NO_COUNTRY =
  /\b(?:id|birth|born|origin|nationality|citizen\w*|passport|tax|company|employer|currency|language|line|lines|code area|geburt\w*|herkunft|naissance|nacimiento|bank|iban|visited|travel|destination|manufacture\w*|time|date|rate|status|result|count|duration|reason|lord|call back|tone)\b/

const AREA_CODE = `Area Code | Areacode | Area | Phone Area Code | Mobile Area Code | Tel Area Code | STD code | STD | City code | Vorwahl | Ortsvorwahl | Telefonvorwahl | Tel Vorwahl |
  Vorwahlnummer | Mobilvorwahl | Indicatif régional | Prefijo | Prefijo telefónico | Código de área | Cód área | LADA | Clave LADA | Prefisso | Prefisso telefonico | Kengetal | Netnummer |
  DDD | Riktnummer | Suuntanumero | Numer kierunkowy | Kierunkowy | Předvolba | Előhívó | Код города | 市外局番 | 区号 | 區碼 | 지역번호`

const DO_NOT_CALL = `Do Not Call | DNC | DoNotCall | Do Not Contact | DND | Do Not Disturb | Do Not Phone | Do Not Ring | Don't call | Dont call | No Call | No Calls | No Phone | No Contact | Opt Out | Opted Out | Optout |
  Has opted out | Opt-out status | Unsubscribed | Unsubscribe | Unsubscribed? | Blocked | Block | Blacklist | Blacklisted | Suppressed | Suppression | Suppress | On DNC list | National DNC | Federal DNC | State DNC |
  Litigator | TPS | CTPS | Removed | Remove | Stop | Nicht anrufen | Keine Anrufe | Anrufsperre | Werbesperre | Telefonsperre | Kontaktsperre | Sperre | Gesperrt | Sperrvermerk | Robinson | Robinsonliste | Abgemeldet |
  Widerspruch | Widerrufen | Werbewiderspruch | Ne pas appeler | Ne pas contacter | Ne plus appeler | Bloctel | Désinscrit | Désabonné | Opposition | Liste rouge | Stop appel | No llamar | No contactar | No molestar | Lista Robinson |
  Dado de baja | Baja | Bloqueado | Excluido | Non chiamare | Non contattare | Non disturbare | Registro opposizioni | RPO | Disiscritto | Bloccato | Niet bellen | Niet contacteren | Bel-me-niet | Bel me niet register | Uitgeschreven | Afgemeld |
  Geblokkeerd | Não ligar | Não ligue | Não contatar | Não contactar | Não perturbe | Descadastrado | Bloqueado | Ring ikke | Ring inte | Älä soita | Nie dzwonić | Nevolat | Aranmasın | Не звонить | Не беспокоить | Отписан | 電話禁止 | 架電禁止 |
  架電NG | 電話NG | 請勿致電 | 请勿致电 | 拒绝来电 | 勿扰 | 전화금지`
const DO_NOT_CALL_WORDS =
  /\b(?:do ?not (?:call|contact|phone|ring|dial)|don ?t (?:call|contact)|dnc|opt(?:ed)? ?outs?|optout|unsubscribed?|nicht anrufen|ne pas appeler|no llamar|non chiamare|niet bellen|nao ligar|no call)\b/

const MAY_CALL = `OK to call | Okay to call | OK to contact | Ok to phone | Can call | Can we call | Can we call you | May call | May we call | May we call you | May contact | Call allowed | Calls allowed | Allow call | Allow calls | Allowed to call | Accepts calls |
  Accept calls | Callable | Contactable | Call permission | Permission | Permission to call | Permission to contact | Phone permission | Consent | Consented | Consent given | Has consent | Consent to call | Consent to contact | Call consent | Phone consent |
  Contact consent | Marketing consent | TCPA consent | TCPA | GDPR consent | GDPR | Opt In | Opted In | Optin | Opt-in status | Phone opt in | Call opt in | Subscribed | Einwilligung | Einwilligung Telefon | Werbeeinwilligung | Zustimmung | Anruf erlaubt | Anrufe erlaubt | Anrufen erlaubt |
  Telefon erlaubt | Darf angerufen werden | Kontakt erlaubt | DSGVO | Consentement | Consentement appel | Accord | Autorise les appels | Accepte les appels | Peut être appelé | RGPD | Consentimiento | Autoriza llamadas | Acepta llamadas | Se puede llamar |
  Autorización | Consenso | Consenso chiamate | Autorizzazione | Autorizza chiamate | Toestemming | Toestemming bellen | Mag bellen | Mag gebeld worden | Bellen toegestaan | AVG | Consentimento | Autoriza ligação | Autoriza ligações | Aceita ligações | Pode ligar | LGPD | Samtykke | Samtycke | Zgoda |
  Souhlas | Hozzájárulás | Согласие | Согласие на звонки | 同意 | 許可 | 架電可 | 電話可 | 동의`
const MAY_CALL_WORDS =
  /\b(?:(?:ok|okay|fine|allowed|permission|consent(?:ed|s)?|agrees?|agreed) to (?:be )?(?:called|call|contact|contacted|phone)|(?:can|may) (?:we )?(?:call|contact)|(?:call|phone|voice|tcpa|telephone)s? (?:consent|permission|opt ?in)|(?:opt|opted) ?in)\b/

/** Words for channels other than calls. A contact who refuses emails or text messages has not refused calls. */
const NOT_OF_CALLS =
  /\b(?:e ?mails?|mails?|mailing|newsletter|sms|text|texts|mms|fax|post|postal|letter|print|whatsapp|push|cookies?|courriel|correo|posta|brief|briefpost|data|photo|treatment|surgery|medical|image|records?|share|sharing|source|ip|url|method|language|form|version|text)\b/

const setOf = (text: string): ReadonlySet<string> => new Set(text.split('|').map(normalizeHeader))

const COUNTRY_HEADERS = setOf(COUNTRY)
const AREA_CODE_HEADERS = setOf(AREA_CODE)
const DO_NOT_CALL_HEADERS = setOf(DO_NOT_CALL)
const MAY_CALL_HEADERS = setOf(MAY_CALL)

/** Says whether a normalized header clearly means "do not call", whatever the cells hold. */
export function saysDoNotCall(header: string): boolean {
  return DO_NOT_CALL_WORDS.test(header) && !NOT_OF_CALLS.test(header)
}

/** Says whether a normalized header means the country of the number, and not of an address. */
export function saysNumber(header: string): boolean {
  return /\b(?:phone|number|dial|dialing|dialling|calling|isd|vorwahl|landesvorwahl|landervorwahl|indicatif|indicativo|prefijo|prefisso|ddi)\b/.test(
    header,
  )
}

/** Returns the row field that a normalized header means; null for none. The caller must check that the cells agree. */
export function rowFieldOf(header: string): RowField | null {
  if (COUNTRY_HEADERS.has(header)) return 'phoneCountry'
  if (AREA_CODE_HEADERS.has(header)) return 'phoneAreaCode'
  if (DO_NOT_CALL_HEADERS.has(header)) return 'doNotCall'
  if (MAY_CALL_HEADERS.has(header)) return 'mayCall'
  if (!NOT_OF_CALLS.test(header)) {
    if (DO_NOT_CALL_WORDS.test(header)) return 'doNotCall'
    if (MAY_CALL_WORDS.test(header)) return 'mayCall'
  }
  if (COUNTRY_WORD.test(header) && !NO_COUNTRY.test(header) && !isOfOtherPeople(header)) return 'phoneCountry'
  return null
}
