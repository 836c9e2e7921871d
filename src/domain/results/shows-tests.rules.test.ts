import { expect, it } from 'vitest'
import { showsTests } from './shows-tests.rules'

it.each([
  [{}, {}, false],
  [{}, { tests: true }, true],
  [{}, { batchId: 'b' }, true],
  [{}, { importId: 'i' }, true],
  [{}, { batchId: 'b', tests: false }, false],
  [{ test: false }, {}, false],
  [{ test: true }, {}, true],
  [{ test: true }, { tests: false }, false],
])('%j who asks for %j: %s', (actor, filter, shown) => {
  expect(showsTests(actor, filter)).toBe(shown)
})
