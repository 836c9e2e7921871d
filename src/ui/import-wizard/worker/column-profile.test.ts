import { describe, expect, it } from 'vitest'
import { suggestMapping } from '@/ui/import-wizard/state/suggest-mapping'
import { profileColumn } from './column-profile'

describe('a column of times', () => {
  const suggested = (name: string, cells: readonly string[]) => {
    const rows = cells.map((cell) => [cell])
    return suggestMapping([{ name, profile: profileColumn(name, rows, 0, 1) }], [])[0] ?? null
  }

  it.each(['Scheduled at', 'Call At', 'scheduled_at', 'Next Call', 'Callback Time', 'Anrufzeit', 'Hora de llamada'])(
    'is when to call where its header says so, likely at most, and it says what that does: %s',
    (name) => {
      for (const cells of [['2027-01-01 10:00'], ['1/2/2027 10:00 AM'], ['46450.5'], ['']]) {
        const suggestion = suggested(name, cells)
        expect(suggestion).toMatchObject({ target: 'scheduledAt' })
        expect(suggestion?.confidence).not.toBe('high')
        expect(suggestion?.because).toContain('Each is called at the time of its row')
      }
    },
  )

  it.each([
    ...[
      'Slot',
      'created_time',
      'OPTIN_TIME',
      'Plan expires',
      'Expiry',
      'Expiration Date',
      'Renews',
      'Renewal date',
      'Birthday',
    ],
    ...[
      'Date of birth',
      'Due',
      'Due date',
      'Meeting',
      'Meeting start',
      'Meeting Time',
      'Appointment',
      'Appointment Time',
      'Appt',
    ],
    ...[
      'Event start',
      'Start Time',
      'Contract ends',
      'Trial end',
      'Last call',
      'Last Call Time',
      'Called at',
      'Date',
      'When',
    ],
    ...[
      'Termin',
      'Fällig am',
      'Geburtstag',
      'Ablaufdatum',
      'Rendez-vous',
      'Échéance',
      'Cita',
      'Vencimiento',
      'Scadenza',
    ],
    ...[
      'Next appointment',
      'Scheduled delivery',
      'Scheduled meeting',
      'Scheduled visit',
      'Scheduled pickup',
      '予約日時',
    ],
  ])('is not, whatever it holds, where the header is %s', (name) => {
    for (const cells of [['2027-03-01T16:00:00Z', '2027-04-25 09:00'], ['2027-01-31 00:00:00']]) {
      expect(suggested(name, cells)?.target).not.toBe('scheduledAt')
    }
  })
})
