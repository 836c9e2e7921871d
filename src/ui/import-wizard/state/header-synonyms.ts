import type { FieldTarget } from './import-target'

/** A header as it is compared: lower case, no accents, words apart by one blank (`Mobile_Phone-Number` → `mobile phone number`). */
export function normalizeHeader(header: string): string {
  return header
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

// As the products write them in their exports: HubSpot, Salesforce (reports and Data Loader), Pipedrive, Google
// Contacts (of before and after 2024), Outlook, in English, German, French and Spanish; then Excel by hand, also in
// Dutch, Italian, Portuguese, Chinese and Japanese. Of two that fit, the earlier one in its list is the better.
const AS_WRITTEN: Record<FieldTarget, string> = {
  namePrefix: `Name Prefix | Salutation | Honorific | Prefix | Name Title | Anrede | Namenspräfix | Civilité |
    Préfixe du nom | Tratamiento | Prefijo del nombre | 敬称`,
  firstName: `First Name | Given Name | Forename | First | Contact First Name | Lead First Name | Person - First name |
    Vorname | Person - Vorname | Prénom | Personne - Prénom | Nombre de pila | Persona - Nombre de pila | Primer nombre |
    FName | Voornaam | Nome proprio | Primeiro nome | 名 | 名字`,
  middleName: `Middle Name | Additional Name | Second Name | Weitere Vornamen | Zweiter Vorname | Deuxième prénom |
    Autre prénom | Segundo nombre`,
  lastName: `Last Name | Surname | Family Name | Last | Contact Last Name | Lead Last Name | Person - Last name |
    Nachname | Familienname | Zuname | Person - Nachname | Nom de famille | Personne - Nom de famille | Apellidos |
    Apellido | Persona - Apellidos | Persona - Apellido | LName | Achternaam | Cognome | Sobrenome |
    Apelido | 姓`,
  nameSuffix: `Name Suffix | Suffix | Namenssuffix | Namenszusatz | Suffixe | Suffixe du nom | Sufijo | Sufijo del nombre`,
  name: `Name | Full Name | Contact Name | Contact | Person - Name | Person Name | Person | Lead Name | Customer Name |
    Client Name | Invitee Name | Attendee Name | Participant Name | Patient Name | Member Name | Your Name |
    What is your name | Naam | Volledige naam | Nome | Nome completo | Nome e cognome |
    Display Name | File As | Prospect | Prospect Name | Vollständiger Name | Kontaktname | Ansprechpartner |
    Kontakt | Kundenname | Personne - Nom | Nom complet | Nom et prénom | Nom du contact | Nom | Persona - Nombre |
    Nombre completo | Nombre y apellidos | Nombre del contacto | Nombre | 姓名 | 氏名 | お名前`,
  phoneNumber: `Phone Number | Phone | Mobile Phone Number | Mobile Phone | Mobile | Mobile Number | Mobile No | Cell |
    Cell Phone | Cell Number | Telephone | Telephone Number | Tel | Tel No | Phone No | Contact Number | Primary Phone |
    Contact Phone | Lead Phone | Person - Phone | Person - Phone - Mobile | Phone (Mobile) | Direct Phone | Direct Dial |
    Person - Phone - Work | Phone (Work) | Work Phone | Business Phone | Phone 1 - Value | Phone 1 Number |
    WhatsApp Phone Number | Person - Phone - Home | Person - Phone - Other | Business Phone 2 | Home Phone |
    Phone (Home) | Home Phone 2 | Other Phone | Phone 2 - Value | Phone 3 - Value |
    Telefonnummer | Telefon | Mobiltelefonnummer | Mobiltelefon | Mobil | Mobilnummer | Handynummer | Handy | Rufnummer |
    Haupttelefon | Person - Telefon | Person - Telefon - Mobil | Person - Telefon - Büro | Person - Telefon - Arbeit |
    Telefon geschäftlich | Telefon (geschäftlich) | Telefon geschäftlich 2 | Person - Telefon - Privat | Telefon privat |
    Mobiltelefon 2 | Weiteres Telefon | Person - Telefon - Sonstige |
    Numéro de téléphone | Téléphone | Numéro de téléphone mobile | Téléphone mobile | Tél. mobile | Tél. portable | Téléphone portable |
    Numéro de portable | Portable | Tél. | Téléphone principal | Tél. principal | Personne - Téléphone |
    Personne - Téléphone - Mobile | Personne - Téléphone - Travail | Personne - Téléphone - Bureau | Téléphone (bureau) |
    Téléphone professionnel | Téléphone 2 (bureau) | Personne - Téléphone - Domicile | Téléphone (domicile) |
    Téléphone fixe | Tél. fixe | Téléphone personnel | Téléphone (autre) | Personne - Téléphone - Autre |
    Número de teléfono | Teléfono | Número de teléfono móvil | Teléfono móvil | Móvil | Número de móvil | Celular |
    Teléfono celular | Teléfono principal | Persona - Teléfono | Persona - Teléfono - Móvil | Persona - Teléfono - Trabajo |
    Teléfono del trabajo | Teléfono del trabajo 2 | Persona - Teléfono - Casa | Persona - Teléfono - Domicilio |
    Teléfono particular | Particular | Otro teléfono | Persona - Teléfono - Otro |
    Mobiel | Mobiel nummer | Telefoonnummer | Telefoon | Cellulare | Numero di cellulare | Telefono cellulare | Telefono |
    Numero di telefono | Telemóvel | Telefone celular | Telefone | Número de telefone |
    电话 | 手机 | 手机号 | 電話 | 電話番号 | 携帯電話 | 携帯番号`,
  phoneNumberExt: `Phone Number Ext | Extension | Ext | Phone Ext | Phone Extension | Work Extension | Extn | Durchwahl |
    Nebenstelle | Poste téléphonique | Numéro de poste | Extensión telefónica | Extensión | 内線`,
  timezone: `Timezone | Time Zone | TZ | IANA Time Zone | Contact Time Zone | Zeitzone | Fuseau horaire | Zona horaria |
    Huso horario | 时区 | タイムゾーン`,
  scheduledAt: `Scheduled At | Schedule At | Scheduled | Call At | Call Time | Call Date | Call On | Appointment |
    Appointment Time | Scheduled Time | Next Call | Next Call Time | Call Back At | Callback Time | Termin | Anrufzeit |
    Anruf am | Wiedervorlage | Rendez-vous | Date d'appel | Heure d'appel | Cita | Fecha de llamada | Hora de llamada`,
  toEmailAddress: `To Email Address | Email | E-mail | Email Address | E-mail Address | Mail | Work Email |
    Primary Email | Contact Email | Lead Email | Person - Email | Person - Email - Work | Email (Work) |
    E-mail 1 - Value | Business Email | Personal Email | Person - Email - Home | Person - Email - Other |
    E-Mail-Adresse | Emailadresse | Person - E-Mail | Person - E-Mail - Büro | Person - E-Mail - Arbeit |
    E-Mail geschäftlich | Person - E-Mail - Privat |
    Adresse e-mail | Adresse email | Adresse mail | Courriel | Adresse de messagerie | Adresse de courrier |
    Adresse électronique | Personne - E-mail | Personne - E-mail - Travail | Personne - E-mail - Bureau |
    Correo | Correo electrónico | Dirección de correo electrónico | Dirección de correo | Persona - Correo electrónico |
    Persona - Correo electrónico - Trabajo | Persona - Correo | 邮箱 | 电子邮件 | 电子邮箱 | メール | メールアドレス`,
}

const rankedHeaders = (text: string): ReadonlyMap<string, number> =>
  new Map(text.split('|').map((header, rank) => [normalizeHeader(header), rank]))

/** By target the normalized headers that mean it, each with its place in the list. */
export const HEADER_SYNONYMS: Record<FieldTarget, ReadonlyMap<string, number>> = {
  namePrefix: rankedHeaders(AS_WRITTEN.namePrefix),
  firstName: rankedHeaders(AS_WRITTEN.firstName),
  middleName: rankedHeaders(AS_WRITTEN.middleName),
  lastName: rankedHeaders(AS_WRITTEN.lastName),
  nameSuffix: rankedHeaders(AS_WRITTEN.nameSuffix),
  name: rankedHeaders(AS_WRITTEN.name),
  phoneNumber: rankedHeaders(AS_WRITTEN.phoneNumber),
  phoneNumberExt: rankedHeaders(AS_WRITTEN.phoneNumberExt),
  timezone: rankedHeaders(AS_WRITTEN.timezone),
  scheduledAt: rankedHeaders(AS_WRITTEN.scheduledAt),
  toEmailAddress: rankedHeaders(AS_WRITTEN.toEmailAddress),
}

/**
 * Headers that mean a part of the name only where the column holds nothing but "Mr", "Dr", "Frau" and the like:
 * Outlook calls these "Title", and Salesforce a job.
 */
export const TITLE_HEADERS: ReadonlySet<string> = new Set(['title', 'titel', 'titre', 'titulo'])

/** A whole name, or the half of it that another column lacks. */
export const BARE_NAME_HEADERS: ReadonlySet<string> = new Set(
  ['Name', 'Nom', 'Nombre', 'Nome', 'Naam', 'Person - Name', 'Personne - Nom', 'Persona - Nombre'].map(normalizeHeader),
)

/** The end of a header that asks or tells whose name it is: `What is your full name?`, `Invitee First Name`. */
export const NAME_PHRASES: Partial<Record<FieldTarget, RegExp>> = {
  firstName: / (?:first|given) name$/,
  lastName: / (?:last|family) name$/,
  name: / full name$/,
}

/** Words that make such a header that of somebody else, or of how a name is spoken. */
export const OTHER_NAMES =
  /\b(?:phonetic|yomi|emergency|spouse|partner|parent|child|owner|agent|rep|manager|assistant|referrer|sender|company|account|billing|shipping)\b/

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Words one of which makes a header that no list knows one of a phone number or an email address, and those that make it none. */
export const HEADER_WORDS: Partial<Record<FieldTarget, { any: ReadonlySet<string>; none: ReadonlySet<string> }>> = {
  phoneNumber: {
    any: words(
      'phone telephone telefon telefono tel mobile mobil cell cellphone cellular handy movil celular portable gsm whatsapp telefonnummer mobiltelefon mobilnummer handynummer rufnummer phonenumber',
    ),
    none: words(
      'fax telefax telecopie pager type typ tipo label etiquette ext extension durchwahl carrier country code status opt verified valid consent assistant assistent asistente ayudante societe firma company empresa tty tdd telex voiture car auto automovil radio isdn rnis rdsi not last date owner source count calls',
    ),
  },
  toEmailAddress: {
    any: words('email mail correo courriel messagerie'),
    none: words(
      'type typ tipo label domain domaine display name nom nombre angezeigter opt out status bounce bounced unsubscribed valid verified last date owner source count sent opened clicked',
    ),
  },
}

/** Words that stand for each other in the names of variables (`Company ID` for `account_id`). */
export const WORD_SYNONYMS: readonly (readonly string[])[] = [
  ['account', 'company', 'organization', 'organisation', 'firm', 'firma', 'unternehmen', 'societe', 'empresa'],
  ['id', 'ids', 'identifier', 'number', 'no', 'nr', 'code', 'key'],
  ['prospect', 'contact', 'lead', 'customer', 'client', 'person'],
  ['plan', 'tier', 'package', 'subscription'],
]
