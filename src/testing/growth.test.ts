import { expect, it } from 'vitest'
import { growthAtTenfold } from './growth'

const list = (size: number) => Array.from({ length: size }, (_, n) => n)

it('tells constant, linear and quadratic growth apart', () => {
  const constant = growthAtTenfold(2_000, list, (numbers) => numbers[0])
  const linear = growthAtTenfold(2_000, list, (numbers) => numbers.map(String).join())
  const square = growthAtTenfold(300, list, (numbers) => numbers.filter((_, at) => numbers.lastIndexOf(-1) === at))
  expect(constant).toBeLessThan(3)
  expect(linear).toBeGreaterThan(3)
  expect(linear).toBeLessThan(30)
  expect(square).toBeGreaterThan(30)
})
