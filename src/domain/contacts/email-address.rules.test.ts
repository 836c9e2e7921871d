import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growthAtTenfold } from '@/testing/growth'
import { isEmailAddress } from './email-address.rules'

describe('isEmailAddress', () => {
  test.each([
    'john@example.com',
    'john.doe+tag@mail.example.co.uk',
    "o'neil@example.com",
    'a@b.co',
    '1@2.com',
    'x_y-z@ex-ample.com',
    '!#$%&*/=?^`{|}~@example.com',
    'josé@exämple.de',
    '用户@例子.公司',
    'john@xn--exmple-cua.de',
    `${'a'.repeat(64)}@example.com`,
  ])('%s is one', (address) => {
    expect(isEmailAddress(address)).toBe(true)
  })

  test.each([
    '',
    'john',
    'john@',
    '@example.com',
    'john@example',
    'john@localhost',
    'john@@example.com',
    'john@example@example.com',
    'john@.com',
    'john@example..com',
    'john@example.com.',
    'john@-example.com',
    'john@example-.com',
    'john@exam_ple.com',
    'john@example.123',
    'john@127.0.0.1',
    'john@[127.0.0.1]',
    '.john@example.com',
    'john.@example.com',
    'jo..hn@example.com',
    'jo hn@example.com',
    'john@exa mple.com',
    'john doe <john@example.com>',
    'mailto:john@example.com',
    'john@example.com, jane@example.com',
    'john@example.com;jane@example.com',
    '"john"@example.com',
    'john\0@example.com',
    'john\ud800@example.com',
    'john\u200b@example.com',
    'john@example.com\n',
    `${'a'.repeat(65)}@example.com`,
    `john@${'a'.repeat(64)}.com`,
    `john@${'a.'.repeat(130)}com`,
  ])('%j is none', (address) => {
    expect(isEmailAddress(address)).toBe(false)
  })

  test('takes what fast-check makes of addresses, but for literals', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(isEmailAddress(address)).toBe(true)
      }),
    )
  })

  test.each(['a', 'a.', 'a@', 'a-', '@', '.'])('gives up at once on a megabyte of %j', (part) => {
    expect(growthAtTenfold(100_000, (size) => part.repeat(size), isEmailAddress)).toBeLessThan(3)
  })

  test.each(['a', 'a.', 'a-'])('does not go through all the ways to read %j, many times', (part) => {
    expect(growthAtTenfold(12, (size) => `a@${part.repeat(size)}!`, isEmailAddress)).toBeLessThan(20)
  })
})
