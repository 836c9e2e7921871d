import { afterEach, beforeEach } from 'vitest'

// Anything printed by console.error fails the test. A test that expects such output replaces console.error itself, with
// vi.spyOn.
const print = console.error
let errors: unknown[][] = []

beforeEach(() => {
  errors = []
  console.error = (...args: unknown[]) => {
    errors.push(args)
    print(...args)
  }
})

afterEach(() => {
  console.error = print
  if (errors.length > 0) {
    throw new Error(`console.error was called: ${errors.map((args) => args.map(String).join(' ')).join('; ')}`)
  }
})
