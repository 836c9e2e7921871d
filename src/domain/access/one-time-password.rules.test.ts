import { expect, it } from 'vitest'
import { assertOwnPassword } from './one-time-password.rules'
import { OPERATION_TABLE } from './operation-table.rules'

it('leaves nothing open to a one-time password but to change it', () => {
  const open = Object.keys(OPERATION_TABLE).filter((operation) => {
    try {
      assertOwnPassword({ mustChangePassword: true }, operation)
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: 'FORBIDDEN' })
      return false
    }
  })
  expect(open).toEqual(['auth.me', 'account.changePassword'])
})

it('stands in nobody else’s way', () => {
  for (const operation of Object.keys(OPERATION_TABLE)) assertOwnPassword({ mustChangePassword: false }, operation)
})
