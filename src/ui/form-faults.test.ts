import { expect, it } from 'vitest'
import { sortFaults } from './form-faults'

const names = ['name', 'email'] as const

it('gives each field its fault, and says nothing else then', () => {
  const details = [{ path: 'email', message: 'Give an email.' }]
  expect(sortFaults('email: Give an email.', details, names)).toEqual({
    fields: [{ name: 'email', message: 'Give an email.' }],
    rest: null,
  })
})

it.each([undefined, null, {}, [], [{ path: 'role', message: 'No.' }]])(
  'says what no field is to blame for (%j)',
  (details) => {
    expect(sortFaults('No.', details, names)).toEqual({ fields: [], rest: 'No.' })
  },
)
