import { expect, it } from 'vitest'
import { outcomeLabel } from './outcome-label.rules'

it.each([
  [{ name: 'not_interested' }, 'Not interested'],
  [{ name: 'call-back later' }, 'Call back later'],
  [{ name: 'x', label: ' Wants a demo ' }, 'Wants a demo'],
  [{ name: 'x', label: '  ' }, 'X'],
  [{ name: '__' }, '__'],
])('%j is read as %s', (outcome, label) => expect(outcomeLabel(outcome)).toBe(label))
