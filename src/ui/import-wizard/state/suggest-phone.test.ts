import { describe, expect, it } from 'vitest'
import { profileColumn } from '@/ui/import-wizard/worker/column-profile'
import { findPhoneRivals, suggestMapping } from './suggest-mapping'

const E164 = ['+14155552671', '+14155552672', '+442079460123']
const FORMATTED = ['(415) 555-2671', '415-555-2672', '415.555.2673']
const BARE = ['4155501234', '4155501235', '4155501236']
const DATES = ['29.11.2026', '28.11.2026', '27.11.2026']

function read(columns: Record<string, readonly string[]>) {
  const described = Object.entries(columns).map(([name, cells]) => {
    return {
      name,
      profile: profileColumn(
        name,
        cells.map((cell) => [cell]),
        0,
        1,
      ),
    }
  })
  const suggestions = suggestMapping(described, [])
  const at = suggestions.findIndex((suggestion) => suggestion?.target === 'phoneNumber')
  return {
    phone: described[at]?.name ?? null,
    confidence: suggestions[at]?.confidence ?? null,
    rivals: findPhoneRivals(described).map((column) => described[column]?.name),
  }
}

describe('the phone number is the column that a header of phones is above', () => {
  it.each([
    ...[
      'Mob',
      'Mob.',
      'Mobile #',
      'MOBILE NO.',
      'Ph',
      'Ph.',
      'Ph No',
      'Ph. No.',
      'PH#',
      'Phone1',
      'Phone_No',
      'Contact No.',
      'Contact #',
    ],
    ...[
      'Contact Nr',
      'Number',
      'Best number',
      'Best number to reach you',
      'Best Phone Number',
      'Preferred number',
      'WhatsApp No',
      'WhatsApp',
    ],
    ...[
      'Whatsapp number',
      'What number should we call?',
      'Number to call',
      'Rufnr',
      'Rufnr.',
      'Tlf',
      'Tlf.',
      'Tlf nr',
      'Numero',
      'Número',
      'Numéro',
    ],
    ...[
      'Nr.',
      'Nummer',
      'Телефон',
      'Номер телефона',
      'Моб. телефон',
      'Handy-Nr.',
      'Telefonnr.',
      'Kundentelefon',
      'N° de téléphone',
      'Nº de teléfono',
    ],
    ...[
      'ＴＥＬ',
      'Nr telefonu',
      'Puhelin',
      'Telefonszám',
      '携帯番号',
      '手机号码',
      'رقم الهاتف',
      '전화번호',
      'Cell #',
      'Tel No.',
    ],
  ])('%s', (header) => {
    expect(read({ Name: ['Ada', 'Ben', 'Cyn'], 'Order no': BARE, [header]: E164 }).phone).toBe(header)
    expect(read({ Angelegt: DATES, [header]: FORMATTED }).phone).toBe(header)
    expect(read({ [header]: FORMATTED, 'Signed up': DATES, Ref: BARE }).phone).toBe(header)
  })
})

describe('what is somebody else’s is never suggested, whatever it holds', () => {
  it.each([
    ...[
      'Emergency Contact Phone',
      'Emergency contact',
      'Emergency #',
      'Parent Phone',
      "Parent's mobile",
      'Mother cell',
      'Guardian Phone',
    ],
    ...[
      'Spouse Phone',
      'Wife',
      'Husband mobile',
      'Next of kin',
      'Next of Kin Tel',
      'NOK phone',
      'Guarantor Phone',
      'Guarantor',
      'Sales rep phone',
    ],
    ...[
      'Rep',
      'Agent Phone',
      'Agent',
      'Account Manager phone',
      'Manager',
      'Doctor',
      'Doctor phone',
      'GP phone',
      'Landlord',
      'Landlord Tel',
    ],
    ...[
      'Referrer',
      'Referred by phone',
      'Referral Mobile',
      'Fax',
      'Fax No',
      'Fax Number',
      'Old phone',
      'Old number',
      'Wrong number',
      'Previous phone',
    ],
    ...[
      'Previous mobile no',
      'Former number',
      'Invalid phone',
      'DNC phone',
      'Do not call number',
      'Notfallnummer',
      'Notfallkontakt Telefon',
    ],
    ...[
      'Telefon der Eltern',
      'Elterntelefon',
      'Mutter Handy',
      'Ehepartner',
      'Vermieter Telefon',
      'Hausarzt',
      'Makler',
      'Vertriebler Telefon',
      'Faxnummer',
    ],
    ...[
      'alte Nummer',
      'Alte Telefonnummer',
      'Falsche Nummer',
      'Frühere Rufnummer',
      "Contact d'urgence",
      "Téléphone d'urgence",
      'Tél. mère',
      'Conjoint',
    ],
    ...[
      'Médecin traitant',
      'Télécopie',
      'Ancien numéro',
      'Contacto de emergencia',
      'Teléfono de emergencia',
      'Teléfono padre',
      'Cónyuge',
      'Médico',
    ],
    ...[
      'Teléfono anterior',
      'Contatto di emergenza',
      'Numero di emergenza',
      'Coniuge',
      'Vecchio numero',
      'Noodgeval',
      'Telefoon ouder',
      'Oud nummer',
    ],
    ...[
      'Telefone de emergência',
      'Telefone do cônjuge',
      '緊急連絡先',
      '紧急联系人电话',
      '保護者電話',
      'Экстренный контакт',
      'Телефон родителя',
      'Факс',
      '传真',
    ],
    ...[
      'SpousePhone',
      'emergency_contact_phone',
      'FAX#',
      'Attorney phone',
      'Caregiver',
      'Employer phone',
      'Assistant',
      'Case worker supervisor',
    ],
  ])('%s', (header) => {
    for (const cells of [E164, FORMATTED, BARE]) expect(read({ Name: ['Ada'], [header]: cells }).phone).toBeNull()
    expect(read({ [header]: E164, 'Best number to reach you': FORMATTED }).phone).toBe('Best number to reach you')
    expect(read({ [header]: E164, Xyz: E164 })).toMatchObject({ phone: 'Xyz', rivals: [] })
  })
})

describe('what is written in digits and is no phone is never suggested', () => {
  it.each([
    ['Angelegt', DATES],
    ['Whatever', ['2026-11-20', '2026-11-21', '2026-01-02']],
    ['Whatever', ['20261120', '20261121', '20260102']],
    ['Whatever', ['20261120093000', '20261121101500']],
    ['Whatever', ['11/29/2026', '1/2/2027', '12/31/26']],
    ['Whatever', ['29. 11. 2026', '1. 2. 2027']],
    ['Whatever', ['078-05-1120', '219-09-9999', '457-55-5462']],
    ['Whatever', ['12-3456789', '98-7654321', '45-1234567']],
    ['Whatever', ['94103-1234', '10001-4321', '60601-0001']],
    ['Whatever', ['52.5200066', '48.8566140', '37.7749295']],
    ['Whatever', ['-33.8688197', '-70.6482700', '-0.1278000']],
    ['Whatever', ['1234567893', '1003000126', '1245319599']],
    ['Whatever', ['1234567.89', '9876543.21', '1000000.50']],
    ['Whatever', ['529.982.247-25', '111.444.777-35']],
    ['Order no', BARE],
    ['Order Number', BARE],
    ['Invoice #', BARE],
    ['Customer ID', BARE],
    ['Kundennummer', BARE],
    ['Bestellnummer', BARE],
    ['N° de commande', BARE],
    ['Número de pedido', BARE],
    ['Numero ordine', BARE],
    ['SSN', BARE],
    ['Tax ID', BARE],
    ['NPI', BARE],
    ['ZIP+4', BARE],
    ['PLZ', BARE],
    ['Latitude', BARE],
    ['Member No', BARE],
    ['订单号', BARE],
  ])('%s %j', (header, cells) => {
    expect(read({ [header]: cells }).phone).toBeNull()
    expect(read({ [header]: cells, Xyz: BARE })).toMatchObject({ phone: 'Xyz', rivals: [] })
  })
})

describe('columns that no header tells apart', () => {
  it('are both named, and none is chosen', () => {
    expect(read({ First: E164, Second: E164 })).toEqual({ phone: null, confidence: null, rivals: ['First', 'Second'] })
    expect(read({ A: FORMATTED, B: E164 })).toEqual({ phone: null, confidence: null, rivals: ['A', 'B'] })
    expect(read({ A: BARE, B: BARE })).toEqual({ phone: null, confidence: null, rivals: ['A', 'B'] })
  })

  it('are told apart by their +: bare digits could be an id', () => {
    expect(read({ A: BARE, B: E164 })).toEqual({ phone: 'B', confidence: 'medium', rivals: [] })
    expect(read({ A: BARE, B: FORMATTED })).toEqual({ phone: 'B', confidence: 'medium', rivals: [] })
  })

  it('are a guess where they are bare digits and alone', () => {
    expect(read({ A: ['x', 'y'], B: BARE })).toEqual({ phone: 'B', confidence: 'low', rivals: [] })
  })

  it('are no question where a header knows the number', () => {
    expect(read({ A: E164, B: E164, Mob: E164 })).toMatchObject({ phone: 'Mob', rivals: [] })
  })
})

it.each(['phoneNumber', 'Phone number', 'Phone'])(
  '%s is the phone, and no extension, whatever stands in it',
  (header) => {
    expect(read({ Name: ['Ada', 'Bo', 'Cy'], [header]: ['n/a', '12', '1.55512E+10'] }).phone).toBe(header)
  },
)
