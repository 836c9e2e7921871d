import type { ContactTarget } from './import-target'
import { normalizeHeader } from './normalize-header'

// Headers as products write them in their exports, in English, German, French and Spanish: HubSpot, Salesforce (reports
// and Data Loader), Pipedrive, Google Contacts (before and after 2024), Outlook. Then headers as people write them in
// Excel, also in Dutch, Italian, Portuguese, Chinese and Japanese. When two columns fit, the one whose header comes
// first in its list wins.
const AS_WRITTEN: Record<ContactTarget, string> = {
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
    Mob | Mob No | Mob Number | Mobile # | Mobile Nr | Mobile Contact | Ph | Ph No | Ph Number | Ph # | Phone # | Phone Nr | Phone Num |
    Contact No | Contact # | Contact Nr | Contact Num | Contact Mobile | Contact Tel | Contact Phone Number | Cellphone | Cell # |
    Cell No | Cellular | Tel # | Tel Number | Tel Nr | Telephone No | Telephone # | Handphone | HP No | WhatsApp | WhatsApp No |
    WhatsApp Number | WhatsApp # | WhatsApp Mobile | Best number | Best phone | Best phone number | Best contact number |
    Best number to reach you | Preferred number | Preferred phone | Daytime number | Daytime phone | Phone to call |
    Rufnr | Tel Nr. | Telefonnr | Telefon Nr | Telefon-Nummer | Handynr | Handy Nr | Handy-Nummer | Mobilnr | Mobil Nr | Mobilfunknummer |
    Mobilfunk | WhatsApp Nummer | Telefonnummer | Telefon | Mobiltelefonnummer | Mobiltelefon | Mobil | Mobilnummer | Handynummer | Handy | Rufnummer |
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
    Tlf | Tlf nr | Tlf nummer | Tlfnr | Telefonnr. | Mobiltlf | Mobilnummer | Puhelin | Puhelinnumero | Matkapuhelin | Kännykkä |
    Mobiele nummer | Mobiel nr | Tel. nummer | GSM | GSM nummer | N° de téléphone | N° tél | N° portable | Numéro de mobile |
    Numéro WhatsApp | Nº de teléfono | Nro de teléfono | Nro de celular | Número de celular | Tel. celular | Tel. móvil | Número de WhatsApp |
    N. telefono | Num. telefono | Numero cellulare | Tel. cellulare | Recapito telefonico | Nº de telefone | Nº de telemóvel |
    Número de celular | Celular/WhatsApp | Fone | Numer telefonu | Nr telefonu | Telefon komórkowy | Komórka | Nr tel. |
    Telefonní číslo | Telefónne číslo | Telefonszám | Mobilszám | Număr de telefon | Cep telefonu | Telefon numarası |
    Телефон | Номер телефона | Мобильный | Мобильный телефон | Моб. | Моб. телефон | Тел. | Номер телефону | Мобільний |
    Мобильный номер | Контактный телефон | Τηλέφωνο | Κινητό | هاتف | رقم الهاتف | جوال | رقم الجوال | טלפון | נייד | फ़ोन | मोबाइल |
    전화번호 | 전화 | 휴대폰 | 휴대전화 | 연락처 | โทรศัพท์ | เบอร์โทร | Số điện thoại | Điện thoại | Nomor HP | No. HP |
    Nomor Telepon | No. Telp | 电话 | 手机 | 手机号 | 手机号码 | 电话号码 | 联系电话 | 電話 | 電話番号 | TEL | 携帯電話 | 携帯番号 | 携帯 | 連絡先電話番号`,
  phoneNumberExt: `Phone Number Ext | Extension | Ext | Phone Ext | Phone Extension | Work Extension | Extn | Durchwahl |
    Nebenstelle | Poste téléphonique | Numéro de poste | Extensión telefónica | Extensión | 内線`,
  timezone: `Timezone | Time Zone | TZ | IANA Time Zone | Contact Time Zone | Zeitzone | Fuseau horaire | Zona horaria |
    Huso horario | 时区 | タイムゾーン`,
  scheduledAt: `Scheduled At | Schedule At | Scheduled | Call At | Call Time | Call Date | Call On |
    Scheduled Time | Next Call | Next Call Time | Call Back At | Callback Time | Anrufzeit | Anruftermin |
    Anruf am | Wiedervorlage | Date d'appel | Heure d'appel | Fecha de llamada | Hora de llamada`,
  toEmailAddress: `To Email Address | Email | E-mail | Email Address | E-mail Address | Mail | Work Email |
    Primary Email | Contact Email | Lead Email | Person - Email | Person - Email - Work | Email (Work) |
    E-mail 1 - Value | Business Email | Personal Email | Person - Email - Home | Person - Email - Other |
    E-Mail-Adresse | Emailadresse | Person - E-Mail | Person - E-Mail - Büro | Person - E-Mail - Arbeit |
    E-Mail geschäftlich | Person - E-Mail - Privat |
    Adresse e-mail | Adresse email | Adresse mail | Courriel | Adresse de messagerie | Adresse de courrier |
    Adresse électronique | Personne - E-mail | Personne - E-mail - Travail | Personne - E-mail - Bureau |
    Correo | Correo electrónico | Dirección de correo electrónico | Dirección de correo | Persona - Correo electrónico |
    Persona - Correo electrónico - Trabajo | Persona - Correo | 邮箱 | 电子邮件 | 电子邮箱 | メール | メールアドレス`,
  // Read as written alone: whatever else is called an id may be of an account, a deal or an owner.
  externalId: `External ID | externalid | External Contact ID | CRM ID | crmid | CRM Contact ID | Externe ID | ID externe | Identifiant externe |
    ID externo | Identificador externo`,
}

const rankedHeaders = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('|')
      .map((header, rank) => [normalizeHeader(header), rank] as const)
      .toReversed(),
  )

/** The normalized headers that mean each target, with their places in the list. */
export const HEADER_SYNONYMS: Record<ContactTarget, ReadonlyMap<string, number>> = {
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
  externalId: rankedHeaders(AS_WRITTEN.externalId),
}

/**
 * Headers that mean a name prefix only if the column holds titles such as "Mr", "Dr" or "Frau". Outlook calls prefixes
 * "Title", and Salesforce calls jobs so.
 */
export const TITLE_HEADERS: ReadonlySet<string> = new Set(['title', 'titel', 'titre', 'titulo'])

/** Headers of a whole name, or of the half of the name that no other column has. */
export const BARE_NAME_HEADERS: ReadonlySet<string> = new Set(
  ['Name', 'Nom', 'Nombre', 'Nome', 'Naam', 'Person - Name', 'Personne - Nom', 'Persona - Nombre'].map(normalizeHeader),
)

/** Ends of headers that ask for a name or say whose name it is: `What is your full name?`, `Invitee First Name`. */
export const NAME_PHRASES: Partial<Record<ContactTarget, RegExp>> = {
  firstName: / (?:first|given) name$/,
  lastName: / (?:last|family) name$/,
  name: / full name$/,
}

/** Words that show that a name header means the spoken form of a name, or a company. */
export const OTHER_NAMES = /\b(?:phonetic|yomi|company|account|billing|shipping)\b/

/** Phrases with which forms ask for a phone number: `Best number to reach you`, `Which number should we call?` */
export const PHONE_PHRASE =
  /\b(?:best|preferred|daytime|evening|callback|reachable|contact|mobile|phone|cell|whatsapp) (?:\w+ )?(?:number|no|nr|nummer|numero)\b|\b(?:number|phone|nummer|numero)\b.*\b(?:reach|call|contact|erreichen|erreichbar|anrufen|joindre|appeler|llamar|localizar|contattare)\b/

/** Headers of a number of any kind. They mean a phone only if the cells are phone numbers. */
export const BARE_NUMBER_HEADERS: ReadonlySet<string> = new Set(
  [
    'Number',
    'Numbers',
    'No',
    'Nr',
    'Num',
    'Nummer',
    'Numero',
    'Número',
    'Numéro',
    'Номер',
    '号码',
    '番号',
    'Contact info',
    'Kontakt Nr',
  ].map(normalizeHeader),
)

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/**
 * Words that decide about a header that no list contains. A word of `any`, or a part that matches `within`, makes it a
 * phone number or an email address. A word of `none` rules that out.
 */
export const HEADER_WORDS: Partial<
  Record<ContactTarget, { any: ReadonlySet<string>; none: ReadonlySet<string>; within?: RegExp }>
> = {
  phoneNumber: {
    // German, Dutch and the Nordic languages join the word to another one: `Kundentelefon`.
    within: /telefon|telefoon|telephone|telefono|handynummer|rufnummer|mobilnummer/,
    any: words(
      'phone phones ph telephone telefon telefono telefone telefoon tel tlf mob mobile mobil mobiel rufnr telefonnr handynr mobilnr cell cellphone cellular handy movil celular portable gsm whatsapp telefonnummer mobiltelefon mobilnummer handynummer rufnummer phonenumber puhelin телефон телефона моб тел 電話 电话 手机 携帯',
    ),
    none: words(
      'fax telefax telecopie pager type typ tipo label etiquette ext extension durchwahl carrier country code status opt verified valid consent ayudante societe firma company empresa tty tdd telex voiture car auto automovil radio isdn rnis rdsi not last date owner source count calls',
    ),
  },
  toEmailAddress: {
    any: words('email mail correo courriel messagerie'),
    none: words(
      'type typ tipo label domain domaine display name nom nombre angezeigter opt out status bounce bounced unsubscribed valid verified last date owner source count sent opened clicked',
    ),
  },
}

/** Words with the same meaning in names of variables (`Company ID` for `account_id`). */
export const WORD_SYNONYMS: readonly (readonly string[])[] = [
  ['account', 'company', 'organization', 'organisation', 'firm', 'firma', 'unternehmen', 'societe', 'empresa'],
  ['id', 'ids', 'identifier', 'number', 'no', 'nr', 'code', 'key'],
  ['prospect', 'contact', 'lead', 'customer', 'client', 'person'],
  ['plan', 'tier', 'package', 'subscription'],
]
