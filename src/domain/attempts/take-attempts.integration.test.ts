import { expect, it } from 'vitest'
import { newId } from '@/domain/ids'
import { db, transaction } from '@/platform/db'
import { takeAttempts } from './take-attempts'

// So slow that nothing comes back while the test runs.
const LIMIT = { attemptsMax: 10, secondsPerAttempt: 100_000 }

const take = (wanted: [string, number][]) => transaction((tx) => takeAttempts(tx, new Map(wanted), LIMIT))

it('lets the attempts of a subject pass together or not at all, whatever the others want', async () => {
  const [first, second] = [newId(), newId()]
  expect(await take([[first, 10]])).toEqual(new Set([first]))
  expect(
    await take([
      [first, 1],
      [second, 6],
    ]),
  ).toEqual(new Set([second]))
  // What was refused is not counted.
  expect(await take([[second, 5]])).toEqual(new Set())
  expect(await take([[second, 4]])).toEqual(new Set([second]))
})

it('gives used attempts back with time', async () => {
  const subject = newId()
  await take([[subject, 10]])
  await db().execute`
    UPDATE attempt_buckets SET updated_at = updated_at - make_interval(secs => 350000) WHERE subject = ${subject}`
  expect(await take([[subject, 4]])).toEqual(new Set())
  expect(await take([[subject, 3]])).toEqual(new Set([subject]))
})

it('counts those of many who come at once', async () => {
  const subject = newId()
  const passed = await Promise.all(Array.from({ length: 8 }, () => take([[subject, 3]])))
  expect(passed.filter((subjects) => subjects.has(subject))).toHaveLength(3)
})
