import { describe, expect, it } from 'vitest'
import { describePause, questionOf, unendedOf } from './batch-question'

const none = { waiting: 0, scheduled: 0, 'in progress': 0, done: 0, failed: 0, cancelled: 0, skipped: 0 }
const batch = (sequences: Partial<typeof none>, status: 'active' | 'paused' = 'active') => ({
  sequences: { ...none, ...sequences },
  status,
})

describe('unendedOf', () => {
  it('counts who has not ended', () => {
    expect(unendedOf(batch({ waiting: 3, scheduled: 2, 'in progress': 1, done: 4 }))).toBe(6)
    expect(unendedOf(batch({ done: 10 }))).toBe(0)
  })
})

describe('questionOf', () => {
  it.each(['resume', 'cancel'] as const)('%s names the number, and its button says the same', (act) => {
    const { title, confirm } = questionOf(act, batch({ scheduled: 1_200, done: 5 }))
    expect(confirm.toLowerCase()).toBe(`${act} 1,200 sequences`)
    expect(title).toBe(`${confirm}?`)
  })

  it('tells of calls under way only where there can be any', () => {
    expect(describePause(batch({ scheduled: 5 }))).toBe('5 sequences paused.')
    const { description } = questionOf('cancel', batch({ scheduled: 5, 'in progress': 2 }))
    expect(description).toContain('2 sequences in progress: a call under way may finish.')
  })

  it('the way out of a cancel says what goes on', () => {
    expect(questionOf('cancel', batch({}, 'active')).keep).toBe('Keep calling')
    expect(questionOf('cancel', batch({}, 'paused')).keep).toBe('Leave it paused')
  })

  it('only a cancel cannot be undone', () => {
    const undoable = (['resume', 'cancel'] as const).map((act) => questionOf(act, batch({})).undoable)
    expect(undoable).toEqual([true, false])
  })
})
