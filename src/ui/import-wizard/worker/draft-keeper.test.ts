import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DRAFT_VERSION, type KeptDraft } from '@/ui/import-wizard/draft/kept-draft'
import { DraftKeeper, type DraftLoss, GATHERED_MS } from './draft-keeper'
import { BLOCK_ROWS, type FixBlock } from './fix-blocks'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const draft = { draftId: 'd', version: DRAFT_VERSION, fixes: 0, work: null, sentAs: null } as unknown as KeptDraft
const work = { step: 'review' } as unknown as NonNullable<KeptDraft['work']>

function makeKeeper({ isBegun = false } = {}) {
  const written: string[] = []
  const losses: (DraftLoss | null)[] = []
  const trouble: Error[] = []
  let stored: KeptDraft | null = isBegun ? draft : null
  let fixes = 0
  const fail = () => {
    const error = trouble.shift()
    if (error) throw error
  }
  const keeper = new DraftKeeper(
    draft,
    new Blob(['name']),
    {
      fixesOf: (block): FixBlock => ({ block, edits: [[block * BLOCK_ROWS, 'name', 'Ada']], marks: null }),
      countFixes: () => fixes,
    },
    {
      store: {
        begin: async (next) => {
          fail()
          written.push('file')
          stored = next
        },
        save: async (next, blocks) => {
          const list = Array.from(blocks, ({ block }) => block)
          fail()
          written.push(`blocks ${list.join(' ')}`)
          stored = next
        },
        remove: async () => {
          written.push('removed')
          stored = null
        },
      },
      clock: () => Date.now(),
      onKept: (loss) => losses.push(loss),
      isBegun,
    },
  )
  const setFixes = (next: number) => {
    fixes = next
  }
  return { keeper, written, losses, trouble, setFixes, stored: () => stored }
}
const named = (name: string) => Object.assign(new Error(name), { name })

describe('what is kept', () => {
  it('is the file once, and then the blocks of rows that have changed', async () => {
    const { keeper, written, setFixes, stored } = makeKeeper()
    keeper.noteWork(work)
    await vi.advanceTimersByTimeAsync(GATHERED_MS)
    expect(written).toEqual(['file', 'blocks '])
    setFixes(3)
    for (const row of [5, BLOCK_ROWS * 2, 6]) keeper.noteFixed(row)
    await vi.advanceTimersByTimeAsync(GATHERED_MS)
    expect(written.slice(2)).toEqual(['blocks 0 2'])
    expect(stored()).toMatchObject({ work, fixes: 3, changedAtMs: Date.now() })
    await vi.advanceTimersByTimeAsync(GATHERED_MS * 10)
    expect(written).toHaveLength(3)
  })

  it('is written a few times a second at most, however much is typed, and while it is typed', async () => {
    const { keeper, written } = makeKeeper({ isBegun: true })
    for (let ms = 0; ms < GATHERED_MS * 10; ms += 10) {
      keeper.noteFixed(ms)
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(written.length).toBeGreaterThanOrEqual(9)
    expect(written.length).toBeLessThanOrEqual(11)
  })

  it('is written at once before the page is left', async () => {
    const { keeper, written } = makeKeeper({ isBegun: true })
    keeper.noteFixed(1)
    await keeper.flush()
    expect(written).toEqual(['blocks 0'])
    await keeper.flush()
    expect(written).toHaveLength(1)
  })

  it('says what the rows are sent as before they are sent', async () => {
    const { keeper, stored } = makeKeeper({ isBegun: true })
    await keeper.noteSent('import')
    expect(stored()).toMatchObject({ sentAs: 'import' })
  })
})

describe('a write that fails', () => {
  it.each([
    ['QuotaExceededError', 'no room'],
    ['InvalidStateError', 'refused'],
  ])('with %s is told, and made good by the next one', async (name, loss) => {
    const { keeper, written, losses, trouble } = makeKeeper()
    trouble.push(named(name))
    keeper.noteFixed(1)
    await keeper.flush()
    expect(losses).toEqual([loss])
    expect(written).toEqual([])
    keeper.noteFixed(BLOCK_ROWS)
    await vi.advanceTimersByTimeAsync(GATHERED_MS)
    expect(losses).toEqual([loss, null])
    expect(written).toEqual(['file', 'blocks 0 1'])
  })

  it('because the draft is gone ends the keeping', async () => {
    const { keeper, written, losses, trouble } = makeKeeper({ isBegun: true })
    trouble.push(named('DraftGoneError'))
    keeper.noteFixed(1)
    await keeper.flush()
    expect(losses).toEqual(['gone'])
    keeper.noteFixed(2)
    await vi.advanceTimersByTimeAsync(GATHERED_MS)
    expect(written).toEqual([])
  })
})

it('after a removal nothing is written, whatever was still to be', async () => {
  const { keeper, written, stored } = makeKeeper()
  const writing = keeper.flush()
  keeper.noteFixed(1)
  await keeper.remove()
  await writing
  keeper.noteFixed(2)
  await keeper.flush()
  await vi.advanceTimersByTimeAsync(GATHERED_MS)
  expect(written.at(-1)).toBe('removed')
  expect(stored()).toBeNull()
})
