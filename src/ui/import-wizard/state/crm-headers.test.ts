import { describe, expect, it } from 'vitest'
import type { Target } from '@/domain/mappings/mapping.rules'
import { growthAtTenfold } from '@/testing/growth'
import type { ColumnProfile } from '@/ui/import-wizard/worker/column-profile'
import { nameColumns } from '@/ui/import-wizard/worker/name-columns'
import { mappingOf, suggestMapping } from './suggest-mapping'

const text: ColumnProfile = {
  filled: 1,
  phoneLike: 0,
  bareDigits: 0,
  shortNumbers: 0,
  datesAlone: 0,
  midnights: 0,
  unordered: 0,
  unorderedDays: 0,
  basisLike: 0,
  tally: null,
  emailLike: 0,
  timezoneLike: 0,
  titleLike: 0,
  examples: [],
}
const blank: ColumnProfile = { ...text, filled: 0 }
const FULL: Record<string, ColumnProfile> = {
  phone: { ...text, phoneLike: 1 },
  someNumbers: { ...text, phoneLike: 1, filled: 0.2 },
  email: { ...text, emailLike: 1 },
  zone: { ...text, timezoneLike: 1 },
  title: { ...text, titleLike: 1 },
  text,
}

/** Maps a header line. The named columns hold what `holds` says; all others have the profile `others`. */
function mapHeader(line: string, holds: Record<string, keyof typeof FULL>, others: ColumnProfile = blank) {
  const columns = nameColumns(line.split(','), 0).map((name) => ({ name, profile: FULL[holds[name] ?? ''] ?? others }))
  const { columns: targets, familyNameFirst } = mappingOf(columns, suggestMapping(columns, []))
  const mapped = columns.flatMap(({ name }, index) => (targets[index] ? [[name, targets[index]] as const] : []))
  return { mapped: Object.fromEntries(mapped) as Record<string, Target>, familyNameFirst }
}

// Whole header lines, as the products write them.
const HUBSPOT =
  'Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Company Name,Time Zone,Lead Status,Create Date,Original Source,Contact owner,Last Activity Date,Marketing contact status,Associated Company,Associated Company IDs'
const SALESFORCE_REPORT =
  'Salutation,First Name,Last Name,Title,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Fax,Email,Account Owner,Account Name'
const SALESFORCE_LOADER =
  'Id,IsDeleted,AccountId,LastName,FirstName,Salutation,Name,MailingStreet,MailingCity,Phone,Fax,MobilePhone,HomePhone,OtherPhone,AssistantPhone,ReportsToId,Email,Title,Department,AssistantName,LeadSource,HasOptedOutOfEmail,HasOptedOutOfFax,DoNotCall,LastActivityDate,EmailBouncedReason'
const PIPEDRIVE =
  'Person - Name,Person - Label,Person - Organization,Person - Email - Work,Person - Email - Home,Person - Email - Other,Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other,Person - Closed deals,Person - Open deals,Person - Next activity date,Person - Owner,Person - ID'
const GOOGLE =
  'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Website 1 - Label,Website 1 - Value'
const GOOGLE_BEFORE_2024 =
  'Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value'
const OUTLOOK =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home Country/Region,Other Street,Other City,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,Gender,Initials,Language,Location,Notes,Office Location,Priority,Private,Profession,Referred By,Sensitivity,Spouse,Web Page"
const OUTLOOK_GERMAN =
  'Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Ort privat,Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Autotelefon,Telefon Firma,Fax privat,Telefon (privat),Telefon (privat 2),ISDN,Mobiltelefon,Weiteres Fax,Weiteres Telefon,Pager,Haupttelefon,Mobiltelefon 2,Telefon für Hörbehinderte,Telex,Abrechnungsinformation,Assistent(in),Beruf,Büro,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ'
const OUTLOOK_FRENCH =
  "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Surnom,Société,Service,Titre,Rue (bureau),Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays (bureau),Téléphone de l'assistant(e),Télécopie (bureau),Téléphone (bureau),Téléphone 2 (bureau),Rappel,Téléphone (voiture),Téléphone société,Télécopie (domicile),Téléphone (domicile),RNIS,Tél. mobile,Télécopie (autre),Téléphone (autre),Récepteur de radiomessagerie,Téléphone principal,Radio téléphone,Téléphone TDD/TTY,Télex,Adresse de messagerie,Type de messagerie,Nom complet de l'adresse de messagerie,Adresse de messagerie 2,Anniversaire,Notes"
const OUTLOOK_SPANISH =
  'Tratamiento,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Puesto,Calle del trabajo,Ciudad de trabajo,Código postal del trabajo,País o región del trabajo,Fax del trabajo,Teléfono del trabajo,Teléfono del trabajo 2,Particular,Móvil,Otro teléfono,Categorías,Dirección de correo electrónico,Tipo de correo electrónico,Nombre de pantalla del correo electrónico,Notas,Página web'

describe('the header line of', () => {
  it('HubSpot', () => {
    const { mapped } = mapHeader(
      HUBSPOT,
      { 'Phone Number': 'phone', 'Mobile Phone Number': 'someNumbers', Email: 'email', 'Time Zone': 'zone' },
      text,
    )
    expect(mapped).toEqual({
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Email: 'toEmailAddress',
      'Phone Number': 'phoneNumber',
      'Time Zone': 'timezone',
    })
  })

  it('HubSpot, when only mobile numbers are filled in', () => {
    const { mapped } = mapHeader(HUBSPOT, { 'Mobile Phone Number': 'phone', Email: 'email' })
    expect(mapped).toMatchObject({ 'Mobile Phone Number': 'phoneNumber' })
  })

  it('a Salesforce report', () => {
    const holds = { Salutation: 'title', Phone: 'phone', Mobile: 'someNumbers', Fax: 'phone', Email: 'email' } as const
    expect(mapHeader(SALESFORCE_REPORT, holds, text).mapped).toEqual({
      Salutation: 'namePrefix',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Phone: 'phoneNumber',
      Email: 'toEmailAddress',
    })
  })

  it("Salesforce's Data Loader", () => {
    const holds = { MobilePhone: 'phone', AssistantPhone: 'phone', Fax: 'phone', Email: 'email' } as const
    expect(mapHeader(SALESFORCE_LOADER, { ...holds, Title: 'text', Salutation: 'title' }).mapped).toEqual({
      LastName: 'lastName',
      FirstName: 'firstName',
      Salutation: 'namePrefix',
      MobilePhone: 'phoneNumber',
      Email: 'toEmailAddress',
    })
  })

  it('Pipedrive, whichever phone is filled in', () => {
    const mailed = { 'Person - Email - Work': 'email' } as const
    for (const place of ['Work', 'Home', 'Mobile', 'Other']) {
      expect(mapHeader(PIPEDRIVE, { ...mailed, [`Person - Phone - ${place}`]: 'phone' }).mapped).toEqual({
        'Person - Name': 'name',
        'Person - Email - Work': 'toEmailAddress',
        [`Person - Phone - ${place}`]: 'phoneNumber',
      })
    }
  })

  it.each([
    ['Person - Name', 'Person - Telefon - Büro', 'Person - E-Mail - Büro', 'Person - Organisation'],
    ['Personne - Nom', 'Personne - Téléphone - Travail', 'Personne - E-mail - Travail', 'Personne - Organisation'],
    [
      'Persona - Nombre',
      'Persona - Teléfono - Trabajo',
      'Persona - Correo electrónico - Trabajo',
      'Persona - Organización',
    ],
  ])('Pipedrive in German, French and Spanish: %s', (name, phone, email, organization) => {
    const line = [name, organization, email, phone].join(',')
    expect(mapHeader(line, { [phone]: 'phone', [email]: 'email' }, text).mapped).toEqual({
      [name]: 'name',
      [email]: 'toEmailAddress',
      [phone]: 'phoneNumber',
    })
  })

  it('Google Contacts', () => {
    const holds = {
      'Middle Name': 'text',
      'E-mail 1 - Value': 'email',
      'E-mail 2 - Value': 'email',
      'Phone 1 - Label': 'text',
      'Phone 1 - Value': 'phone',
      'Phone 2 - Value': 'someNumbers',
    } as const
    expect(mapHeader(GOOGLE, holds).mapped).toEqual({
      'First Name': 'firstName',
      'Middle Name': 'middleName',
      'Last Name': 'lastName',
      'E-mail 1 - Value': 'toEmailAddress',
      'Phone 1 - Value': 'phoneNumber',
    })
  })

  it('Google Contacts before 2024', () => {
    const holds = { 'Name Prefix': 'title', 'E-mail 1 - Value': 'email', 'Phone 1 - Value': 'phone' } as const
    expect(mapHeader(GOOGLE_BEFORE_2024, holds).mapped).toEqual({
      'Given Name': 'firstName',
      'Family Name': 'lastName',
      'Name Prefix': 'namePrefix',
      'E-mail 1 - Value': 'toEmailAddress',
      'Phone 1 - Value': 'phoneNumber',
    })
  })

  it('Outlook, where "Title" is Mr or Ms and "Callback" is a number', () => {
    const holds = {
      Title: 'title',
      'Job Title': 'text',
      'Business Phone': 'phone',
      'Business Fax': 'phone',
      Callback: 'phone',
      'E-mail Address': 'email',
    } as const
    expect(mapHeader(OUTLOOK, holds).mapped).toEqual({
      Title: 'namePrefix',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      'Business Phone': 'phoneNumber',
      'E-mail Address': 'toEmailAddress',
    })
  })

  it('Outlook in German', () => {
    const holds = { Anrede: 'title', Mobiltelefon: 'phone', 'Fax geschäftlich': 'phone' } as const
    expect(mapHeader(OUTLOOK_GERMAN, { ...holds, 'E-Mail-Adresse': 'email', Position: 'text' }).mapped).toEqual({
      Anrede: 'namePrefix',
      Vorname: 'firstName',
      Nachname: 'lastName',
      Mobiltelefon: 'phoneNumber',
      'E-Mail-Adresse': 'toEmailAddress',
    })
  })

  it('Outlook in French, where "Titre" is there twice', () => {
    const holds = { 'Titre (2)': 'text', 'Tél. mobile': 'phone', 'Téléphone société': 'phone' } as const
    expect(mapHeader(OUTLOOK_FRENCH, { ...holds, 'Adresse de messagerie': 'email' }).mapped).toEqual({
      Prénom: 'firstName',
      Nom: 'lastName',
      'Tél. mobile': 'phoneNumber',
      'Adresse de messagerie': 'toEmailAddress',
    })
  })

  it('Outlook in Spanish', () => {
    const holds = { 'Segundo nombre': 'text', Particular: 'phone', 'Dirección de correo electrónico': 'email' } as const
    expect(mapHeader(OUTLOOK_SPANISH, holds).mapped).toEqual({
      Nombre: 'firstName',
      'Segundo nombre': 'middleName',
      Apellidos: 'lastName',
      Particular: 'phoneNumber',
      'Dirección de correo electrónico': 'toEmailAddress',
    })
  })

  it.each([
    ['Datensatz-ID,Vorname,Nachname,E-Mail,Telefonnummer,Mobiltelefonnummer,Unternehmensname', 'Mobiltelefonnummer'],
    ["ID,Prénom,Nom,E-mail,Numéro de téléphone,Numéro de téléphone mobile,Nom de l'entreprise", 'Numéro de téléphone'],
    ['ID,Nombre,Apellidos,Correo,Número de teléfono,Número de teléfono móvil,Empresa', 'Número de teléfono móvil'],
    ['Kundennummer,Anrede,Vorname,Nachname,Firma,Telefon,Mobil,E-Mail', 'Mobil'],
    ['Civilité,Prénom,Nom,Société,Fonction,Téléphone,Mobile,Adresse e-mail', 'Mobile'],
    ['Tratamiento,Nombre,Apellidos,Nombre de la cuenta,Teléfono,Móvil,Correo electrónico', 'Móvil'],
  ])('HubSpot and Salesforce in German, French and Spanish: %s', (line, phone) => {
    const email = line.split(',').find((name) => /mail|correo/i.test(name)) ?? ''
    const { mapped } = mapHeader(line, { [phone]: 'phone', [email]: 'email' })
    expect(Object.values(mapped).toSorted()).toEqual(['firstName', 'lastName', 'phoneNumber', 'toEmailAddress'])
    expect(mapped).toMatchObject({ [phone]: 'phoneNumber', [email]: 'toEmailAddress' })
  })

  it.each([
    ['Voornaam,Achternaam,Mobiel,E-mailadres', 'Mobiel', ['firstName', 'lastName']],
    ['Nome,Cognome,Azienda,Cellulare,E-mail', 'Cellulare', ['firstName', 'lastName']],
    ['Nome,Sobrenome,Empresa,Telefone,E-mail', 'Telefone', ['firstName', 'lastName']],
    ['Civilité,Nom,Prénom,Tél. fixe,Tél. portable,Courriel', 'Tél. portable', ['firstName', 'lastName']],
    ["#,Hi! What's your first name?,And your last name?,Phone,Email,Submitted", 'Phone', ['firstName', 'lastName']],
    ['Timestamp,What is your full name?,Best phone number,Email Address', 'Best phone number', ['name']],
    ['Invitee Name,Text Reminder Number,Invitee Email,Emergency contact full name', 'Text Reminder Number', ['name']],
  ] as const)('other languages, forms and calendars: %s', (line, phone, names) => {
    const email = line.split(',').find((name) => /mail|courriel/i.test(name)) ?? ''
    const { mapped } = mapHeader(line, { [phone]: 'phone', [email]: 'email' })
    expect(Object.values(mapped).toSorted()).toEqual([...names, 'phoneNumber', 'toEmailAddress'])
    expect(mapped).toMatchObject({ [phone]: 'phoneNumber' })
  })

  it('a list from Japan, where the family name comes first', () => {
    const { mapped, familyNameFirst } = mapHeader(
      '姓,名,携帯電話,メールアドレス',
      { 携帯電話: 'phone', メールアドレス: 'email' },
      text,
    )
    expect(mapped).toEqual({
      姓: 'lastName',
      名: 'firstName',
      携帯電話: 'phoneNumber',
      メールアドレス: 'toEmailAddress',
    })
    expect(familyNameFirst).toBe(true)
  })
})

it('says when the cells speak against the header', () => {
  const [suggestion] = suggestMapping([{ name: 'Phone', profile: { ...text, phoneLike: 0.12 } }], [])
  expect(suggestion).toMatchObject({ target: 'phoneNumber', confidence: 'low' })
  expect(suggestion?.because).toBe('Known header, but 12% phone numbers')
})

it('finds the phone number behind ten thousand other columns, with ten times the work of a thousand', () => {
  const columns = (count: number) => [
    ...Array.from({ length: count }, (_, n) => ({ name: `Measurement ${n}`, profile: text })),
    { name: 'Phone', profile: FULL.phone as ColumnProfile },
  ]
  const suggestions = suggestMapping(columns(10_000), [])
  expect(suggestions.at(-1)).toMatchObject({ target: 'phoneNumber' })
  expect(suggestions.slice(0, -1).every((suggestion) => suggestion === null)).toBe(true)
  expect(growthAtTenfold(1_000, columns, (many) => suggestMapping(many, []))).toBeLessThan(40)
})
