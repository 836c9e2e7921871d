import { expect, it } from 'vitest'
import { ASKED_AT_ONCE, type Asking, askPreflight } from './ask-preflight'
import type { BatchAnswer, Preflight } from './state/sum-preflight'

const ANSWER: BatchAnswer = { reasons: [], firstCallAt: null, lastCallAt: null, estimate: null }
const BATCH = 1_000

/** Asks about so many batches of 1,000. Whoever waits goes on as soon as `press` is called. */
function ask(batches: number, dryRun: (number: number) => Promise<BatchAnswer> = async () => ANSWER) {
  const shown: { sum: Preflight; asking: Asking }[] = []
  const asked: number[] = []
  const stop = new AbortController()
  let press = () => {}
  let waits = () => {}
  const waiting = () =>
    new Promise<void>((resolve) => {
      waits = resolve
    })
  const done = askPreflight({
    contacts: batches * BATCH,
    batchOf: async (number) => ({
      contacts: [{ name: String(number) }],
      records: number < batches ? Array.from({ length: BATCH }, (_, at) => number * BATCH + at) : [],
    }),
    dryRun: ([contact]) => {
      const number = Number(contact?.name)
      asked.push(number)
      return dryRun(number)
    },
    show: (sum, asking) => shown.push({ sum, asking }),
    untilGoOn: () =>
      new Promise((resolve) => {
        press = resolve
        waits()
      }),
    signal: stop.signal,
  })
  const last = () => shown.at(-1)
  return { shown, asked, stop, done, last, waiting, press: () => press() }
}

it('asks for one batch after the other, and shows the sum after each', async () => {
  let open = 0
  const { shown, asked, done } = ask(3, async () => {
    open++
    await Promise.resolve()
    expect(open).toBe(1)
    open--
    return ANSWER
  })
  await done
  expect(asked).toEqual([0, 1, 2])
  expect(shown.map(({ sum, asking }) => [sum.asked, asking])).toEqual([
    [1_000, 'asking'],
    [2_000, 'asking'],
    [3_000, 'done'],
  ])
})

it('waits after 100,000 contacts until somebody wants more, and not for the last of them', async () => {
  const most = ask(ASKED_AT_ONCE / BATCH)
  await most.done
  expect(most.last()).toMatchObject({ asking: 'done', sum: { asked: ASKED_AT_ONCE } })

  const more = ask(ASKED_AT_ONCE / BATCH + 1)
  await more.waiting()
  expect(more.last()).toMatchObject({ asking: 'waiting', sum: { asked: ASKED_AT_ONCE } })
  more.press()
  await more.done
  expect(more.last()).toMatchObject({ asking: 'done', sum: { asked: ASKED_AT_ONCE + BATCH } })
})

it('asks for nothing more once it is to end, nor shows an answer that came too late', async () => {
  const { shown, asked, stop, done } = ask(3, async (number) => {
    if (number === 1) stop.abort()
    return ANSWER
  })
  await done
  expect(asked).toEqual([0, 1])
  expect(shown).toHaveLength(1)
})

it('says that it was stopped, and asks for the same batch when somebody tries again', async () => {
  let isBroken = true
  const { asked, done, last, waiting, press } = ask(2, async (number) => {
    if (number === 1 && isBroken) throw new Error('Nobody is signed in.')
    return ANSWER
  })
  await waiting()
  expect(last()).toMatchObject({ asking: 'stopped', sum: { asked: 1_000 } })
  isBroken = false
  press()
  await done
  expect(asked).toEqual([0, 1, 1])
  expect(last()).toMatchObject({ asking: 'done', sum: { asked: 2_000 } })
})
