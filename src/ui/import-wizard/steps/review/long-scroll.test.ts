import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ELEMENT_PX_MAX,
  elementHeight,
  followScroll,
  isStuck,
  type LongList,
  restAt,
  type ScrollPosition,
  scrollToShow,
} from './long-scroll'

const ROW_PX = 36
const list: LongList = { listPx: 1_000_000 * ROW_PX, viewPx: 600 }
const short: LongList = { listPx: 1_000 * ROW_PX, viewPx: 600 }
const top: ScrollPosition = { scrollTop: 0, offset: 0 }
const maxTop = elementHeight(list) - list.viewPx
const maxOffset = list.listPx - list.viewPx
const rowAt = (at: number) => ({ startPx: at * ROW_PX, heightPx: ROW_PX })

/** Scrolls as the page does: follows each step, and rests when nothing moves or the element is at its end. */
function wheel(from: ScrollPosition, steps: readonly number[]): ScrollPosition {
  let position = from
  for (const step of steps) {
    const scrollTop = Math.max(0, Math.min(maxTop, position.scrollTop + step))
    position = followScroll(position, scrollTop, list)
    if (isStuck(position, list)) position = restAt(position.offset, list)
  }
  return position
}

describe('a list that is higher than an element can be', () => {
  it('has an element of a height that browsers make', () => {
    expect(elementHeight(list)).toBe(ELEMENT_PX_MAX)
    expect(elementHeight(short)).toBe(short.listPx)
  })

  it('moves by exactly the px that are scrolled, wherever it is', () => {
    const step = fc.integer({ min: -2_000, max: 2_000 })
    const anywhere = fc.integer({ min: 1_000_000, max: maxOffset - 1_000_000 })
    fc.assert(
      fc.property(anywhere, fc.array(step, { maxLength: 50 }), (offset, steps) => {
        const from = restAt(offset, list)
        const expected = offset + steps.reduce((sum, px) => sum + px, 0)
        expect(wheel(from, steps).offset).toBe(expected)
      }),
    )
  })

  it('comes to both ends by small steps, and not beyond', () => {
    const near = restAt(maxOffset - 250_000, list)
    const down = wheel(near, Array(400).fill(1_000))
    expect(down).toEqual({ scrollTop: maxTop, offset: maxOffset })
    const up = wheel(restAt(250_000, list), Array(400).fill(-1_000))
    expect(up).toEqual(top)
  })

  it('comes to the end by small steps however far they have drifted', () => {
    // 500 px before the end of the element, with many rows of the list still below.
    const drifted = { scrollTop: maxTop - 500, offset: 20_000_000 }
    const on = wheel(drifted, [1_000])
    expect(on.offset).toBe(20_000_500)
    expect(on.scrollTop).toBeLessThan(maxTop)
    expect(wheel(on, [1_000]).offset).toBe(20_001_500)
  })

  it('goes in proportion by the scroll bar, to the very ends', () => {
    expect(followScroll(top, maxTop, list).offset).toBe(maxOffset)
    expect(followScroll({ scrollTop: maxTop, offset: maxOffset }, 0, list).offset).toBe(0)
    const middle = followScroll(top, maxTop / 2, list).offset
    expect(Math.abs(middle - maxOffset / 2)).toBeLessThan(2)
  })

  it('rests with the same px in sight, where the scroll bar would have led', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: maxOffset }), (offset) => {
        const rest = restAt(offset, list)
        expect(rest.offset).toBe(offset)
        expect(rest.scrollTop).toBeGreaterThanOrEqual(0)
        expect(rest.scrollTop).toBeLessThanOrEqual(maxTop)
        expect(isStuck(rest, list)).toBe(false)
        const led = followScroll({ scrollTop: rest.scrollTop - 10_000, offset: 0 }, rest.scrollTop, list).offset
        expect(Math.abs(led - offset)).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('shows any row from anywhere, the last one whole', () => {
    fc.assert(
      fc.property(fc.nat(maxOffset), fc.nat(999_999), (offset, at) => {
        const { offset: shown, scrollTop } = scrollToShow(restAt(offset, list), rowAt(at), list)
        expect(shown).toBeLessThanOrEqual(at * ROW_PX)
        expect(shown + list.viewPx).toBeGreaterThanOrEqual((at + 1) * ROW_PX)
        expect(scrollTop).toBeLessThanOrEqual(maxTop)
        expect(scrollTop).toBeGreaterThanOrEqual(0)
      }),
    )
    expect(scrollToShow(top, rowAt(999_999), list)).toEqual({ scrollTop: maxTop, offset: maxOffset })
  })

  it('steps a row further without a leap, and stays where the row is in sight', () => {
    const from = restAt(18_000_000, list)
    const at = Math.ceil((from.offset + list.viewPx) / ROW_PX)
    const next = scrollToShow(from, rowAt(at), list)
    expect(next.offset - from.offset).toBeGreaterThan(0)
    expect(next.scrollTop - from.scrollTop).toBe(next.offset - from.offset)
    expect(scrollToShow(from, rowAt(at - 3), list)).toEqual(from)
  })
})

it('leaves a list that fits alone', () => {
  expect(followScroll({ scrollTop: 10, offset: 99 }, 500, short)).toEqual({ scrollTop: 500, offset: 500 })
  expect(restAt(500, short)).toEqual({ scrollTop: 500, offset: 500 })
  expect(scrollToShow(top, rowAt(999), short).offset).toBe(short.listPx - short.viewPx)
  expect(isStuck({ scrollTop: 0, offset: 5 }, short)).toBe(false)
})
