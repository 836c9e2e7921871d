import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { type CallingRule, everyDay } from './calling-rule.rules'
import type { Cap } from './cap.schema'
import type { Holiday, Observance } from './holiday-dates.rules'

type Row = Pick<CallingRule, 'source' | 'readFrom' | 'note'>

const common = (region: string, kind: string, row: Row) => ({
  id: `us-${region.toLowerCase()}-${kind}`,
  version: 1,
  country: 'US',
  region,
  readOn: '2026-11-30',
  ...row,
})

const hours = (region: string, week: CallWindows, row: Row): CallingRule => ({
  ...common(region, 'hours', row),
  kind: 'hours',
  hours: week,
})

const cap = (region: string, limit: Cap, row: Row): CallingRule => ({
  ...common(region, 'cap', row),
  kind: 'cap',
  cap: limit,
})

const holidays = (region: string, list: readonly Holiday[], row: Row): CallingRule => ({
  ...common(region, 'holidays', row),
  kind: 'holidays',
  holidays: list,
})

const threeADay: Cap = { kind: 'calls', scope: 'subject', max: 3, withinHours: 24 }

const text = (source: string, note?: string): Row => ({ source, readFrom: 'text', ...(note && { note }) })
const summary = (source: string, note?: string): Row => ({ source, readFrom: 'summary', ...(note && { note }) })

const newYear = (observed?: Observance): Holiday => ({ name: "New Year's Day", month: 1, day: 1, ...kept(observed) })
const juneteenth = (observed?: Observance): Holiday => ({ name: 'Juneteenth', month: 6, day: 19, ...kept(observed) })
const independence = (observed?: Observance): Holiday => ({
  name: 'Independence Day',
  month: 7,
  day: 4,
  ...kept(observed),
})
const veterans = (observed?: Observance): Holiday => ({ name: "Veterans' Day", month: 11, day: 11, ...kept(observed) })
const christmas = (observed?: Observance): Holiday => ({ name: 'Christmas', month: 12, day: 25, ...kept(observed) })

function kept(observed: Observance | undefined): { observed?: Observance } {
  return observed === undefined ? {} : { observed }
}

const kingDay: Holiday = { name: "Martin Luther King Jr.'s Birthday", month: 1, weekday: 'monday', nth: 3 }
const presidents: Holiday = { name: "Presidents' Day", month: 2, weekday: 'monday', nth: 3 }
const mardiGras: Holiday = { name: 'Mardi Gras', easterPlusDays: -47 }
const goodFriday: Holiday = { name: 'Good Friday', easterPlusDays: -2 }
const memorial: Holiday = { name: 'Memorial Day', month: 5, weekday: 'monday', nth: -1 }
const labor: Holiday = { name: 'Labor Day', month: 9, weekday: 'monday', nth: 1 }
const columbus: Holiday = { name: 'Columbus Day', month: 10, weekday: 'monday', nth: 2 }
const thanksgiving: Holiday = { name: 'Thanksgiving', month: 11, weekday: 'thursday', nth: 4 }

/** What states ask for beyond the federal rules. Both hold: a call needs a moment that both allow. */
export const US_STATE_RULES: readonly CallingRule[] = [
  hours(
    'AL',
    everyDay('08:00', '20:00', { sunday: null }),
    text('Ala. Admin. Code r. 770-X-5-.17(1)(b)', 'Written for automated calls.'),
  ),
  holidays(
    'AL',
    [
      newYear('friday or monday'),
      kingDay,
      presidents,
      mardiGras,
      { name: 'Confederate Memorial Day', month: 4, weekday: 'monday', nth: 4 },
      memorial,
      { name: "Jefferson Davis' Birthday", month: 6, weekday: 'monday', nth: 1 },
      juneteenth('friday or monday'),
      independence('friday or monday'),
      labor,
      columbus,
      veterans('friday or monday'),
      thanksgiving,
      { name: 'Mrs. Rosa L. Parks Day', month: 12, day: 1 },
      christmas('friday or monday'),
    ],
    text(
      'Ala. Admin. Code r. 770-X-5-.17(1)(b); Ala. Code § 1-3-8',
      'Sources differ; the strictest is taken. Mardi Gras is kept in Baldwin and Mobile counties alone, and Juneteenth and Mrs. Rosa L. Parks Day are in published lists only: here all three hold in the whole state.',
    ),
  ),
  hours('CT', everyDay('09:00', '20:00'), summary('Conn. Gen. Stat. § 42-288a')),
  hours('FL', everyDay('08:00', '20:00'), text('Fla. Stat. § 501.616(6)(a)')),
  cap('FL', threeADay, text('Fla. Stat. § 501.616(6)(b)')),
  hours('KY', everyDay('10:00', '21:00'), summary('KRS 367.46955')),
  hours(
    'LA',
    everyDay('08:00', '20:00', { sunday: null }),
    summary('La. Pub. Serv. Comm. General Order R-29617 § V(A)(2)'),
  ),
  holidays(
    'LA',
    [
      newYear('friday or monday'),
      { name: 'Battle of New Orleans', month: 1, day: 8 },
      kingDay,
      presidents,
      mardiGras,
      goodFriday,
      memorial,
      juneteenth(),
      independence('friday or monday'),
      { name: 'Huey P. Long Day', month: 8, day: 30 },
      labor,
      columbus,
      { name: "All Saints' Day", month: 11, day: 1 },
      { name: 'General election day', electionDay: 'even years' },
      veterans(),
      thanksgiving,
      { name: 'Day after Thanksgiving', month: 11, weekday: 'thursday', nth: 4, plusDays: 1 },
      { name: 'Christmas Eve', month: 12, day: 24 },
      christmas('friday or monday'),
      { name: "New Year's Eve", month: 12, day: 31 },
    ],
    text(
      'La. R.S. 1:55; La. Pub. Serv. Comm. General Order R-29617 § V(A)(2)',
      'Sources differ; the strictest is taken: all holidays of R.S. 1:55 and those that governors have proclaimed, although the Commission enforces fewer. Saturdays, which 1:55 makes holidays in some parishes, are not.',
    ),
  ),
  hours('MA', everyDay('08:00', '20:00'), summary('M.G.L. c. 159C, § 3')),
  hours('MD', everyDay('08:00', '20:00'), summary('Md. Code, Com. Law § 14-4502 (Stop the Spam Calls Act of 2023)')),
  cap('MD', threeADay, summary('Md. Code, Com. Law § 14-4502 (Stop the Spam Calls Act of 2023)')),
  hours(
    'ME',
    everyDay('09:00', '17:00', { saturday: null, sunday: null }),
    text('10 M.R.S. § 1498(3)', 'Of devices that call by themselves and play recorded or computer-made speech.'),
  ),
  cap('ME', { kind: 'calls', scope: 'number', max: 1, withinHours: 8 }, text('10 M.R.S. § 1498(3)')),
  hours('MI', everyDay('09:00', '21:00'), summary('MCL 484.125')),
  hours('MN', everyDay('09:00', '21:00'), summary('Minn. Stat. § 325E.30')),
  hours(
    'MS',
    everyDay('08:00', '20:00', { sunday: null }),
    text('Miss. Code § 77-3-723(1)', 'Until 21:00 by § 77-3-603(a); the stricter is taken.'),
  ),
  holidays(
    'MS',
    [
      newYear('sunday'),
      kingDay,
      presidents,
      { name: 'Confederate Memorial Day', month: 4, weekday: 'monday', nth: -1 },
      memorial,
      independence('sunday'),
      labor,
      veterans('sunday'),
      thanksgiving,
      christmas('sunday'),
    ],
    text(
      'Miss. Code § 3-3-7; 39 Miss. Admin. Code Pt. I, R. 1:28 (repealed)',
      'Sources differ; the strictest is taken: the Public Service Commission has repealed its ban on holidays since the Attorney General enforces the act (2023).',
    ),
  ),
  hours('NM', everyDay('09:00', '21:00'), summary('NMSA 1978, § 57-12-22')),
  hours(
    'NV',
    everyDay('09:00', '20:00'),
    summary('NRS 598.0918', 'Until 21:00 by NRS 597.814; the stricter is taken.'),
  ),
  hours('OK', everyDay('08:00', '20:00'), summary('15 O.S. § 775C.4')),
  cap('OK', threeADay, summary('15 O.S. § 775C.4')),
  holidays(
    'PA',
    [
      newYear('sunday'),
      kingDay,
      presidents,
      goodFriday,
      memorial,
      { name: 'Flag Day', month: 6, day: 14, observed: 'sunday' },
      juneteenth(),
      independence('sunday'),
      labor,
      columbus,
      { name: 'Election day', electionDay: 'every year' },
      veterans('sunday'),
      thanksgiving,
      christmas('sunday'),
    ],
    summary('73 P.S. § 2245(a)(10)', 'Published lists differ on Juneteenth; it counts.'),
  ),
  hours(
    'RI',
    everyDay('09:00', '18:00', { saturday: ['10:00', '17:00'], sunday: null }),
    text(
      'R.I. Gen. Laws §§ 5-61-2(2), 5-61-3.6',
      'Published lists leave out that Saturday ends at 17:00 and that Sunday has no hours.',
    ),
  ),
  holidays(
    'RI',
    [
      newYear('friday and monday'),
      kingDay,
      presidents,
      { name: 'Rhode Island Independence Day', month: 5, day: 4, observed: 'sunday' },
      memorial,
      juneteenth('friday and monday'),
      independence('friday and monday'),
      { name: 'Victory Day', month: 8, weekday: 'monday', nth: 2 },
      labor,
      columbus,
      { name: 'Election day', electionDay: 'even years' },
      veterans('friday and monday'),
      thanksgiving,
      christmas('friday and monday'),
    ],
    text(
      'R.I. Gen. Laws §§ 5-61-2(2), 25-1-1; 5 U.S.C. 6103',
      'State and federal holidays, which are kept on different days when they fall on a Saturday: both are taken.',
    ),
  ),
  hours(
    'SD',
    everyDay('09:00', '21:00', { saturday: null, sunday: null }),
    text('SDCL 37-30-28', 'Of automated telephone dialing systems.'),
  ),
  hours('TX', everyDay('09:00', '21:00', { sunday: ['12:00', '21:00'] }), summary('Tex. Bus. & Com. Code § 301.051')),
  hours(
    'UT',
    everyDay('08:00', '21:00', { sunday: null }),
    text('Utah Code § 13-25a-103(3)', 'Published lists leave out that Sunday has no hours.'),
  ),
  holidays(
    'UT',
    [
      newYear('friday or monday'),
      kingDay,
      presidents,
      goodFriday,
      memorial,
      juneteenth('a monday'),
      independence('friday or monday'),
      { name: 'Pioneer Day', month: 7, day: 24, observed: 'friday or monday' },
      labor,
      columbus,
      veterans('friday or monday'),
      thanksgiving,
      christmas('friday or monday'),
    ],
    text(
      'Utah Code §§ 13-25a-103(3)(c), 63G-1-301',
      'Good Friday is one since 2026-05-06. Days that a governor proclaims are not known here.',
    ),
  ),
  hours('WA', everyDay('08:00', '20:00'), text('RCW 19.158.040(2)')),
]
