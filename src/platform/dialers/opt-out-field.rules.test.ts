import { describe, expect, it } from 'vitest'
import { asksNotToBeCalled } from './opt-out-field.rules'

describe('asksNotToBeCalled', () => {
  it.each([
    [{ opt_out: true }],
    [{ optOut: 'yes' }],
    [{ 'Do not call': 'True' }],
    [{ DNC: true }],
    [{ interested: false, 'opted-out': 'yes' }],
  ])('hears %o', (analysis) => {
    expect(asksNotToBeCalled(analysis)).toBe(true)
  })

  it.each([
    [{}],
    [{ opt_out: false }],
    [{ opt_out: 'no' }],
    [{ opt_out: null }],
    [{ opt_out_offered: true }],
    [{ do: true }],
  ])('does not hear %o', (analysis) => {
    expect(asksNotToBeCalled(analysis)).toBe(false)
  })
})
