/**
 * The greatest height of the element that shows the list. Browsers limit elements to 17.8 million px in Firefox, and to
 * 33.5 million in Chromium and Safari.
 *
 * A longer list is shown in an element of this height. A jump of the scroll bar moves the list in proportion; a small
 * step moves it by the same px as the element. The ends of the list are not scaled, so that the first and the last rows
 * are reached px by px.
 */
export const ELEMENT_PX_MAX = 15_000_000

/** A scroll of more px than this at once comes from the scroll bar or from a key. */
const STEP_PX_MAX = 2_000
/** How many px at each end are not scaled. */
const END_PX = 100_000

/** On some screens an element scrolls by parts of a px, and stops a part of a px before its end. */
const PART_PX = 1

/** The heights of the whole list, and of the visible part of the element, in px. */
export type LongList = { listPx: number; viewPx: number }

/** The element's scroll position, and the first px of the list that shows there. */
export type ScrollPosition = { scrollTop: number; offset: number }

export function elementHeight({ listPx }: Pick<LongList, 'listPx'>): number {
  return Math.min(listPx, ELEMENT_PX_MAX)
}

/** Returns the position after the element was scrolled. */
export function followScroll(before: ScrollPosition, scrollTop: number, list: LongList): ScrollPosition {
  if (!isScaled(list)) return { scrollTop, offset: scrollTop }
  const step = scrollTop - before.scrollTop
  if (Math.abs(step) > STEP_PX_MAX) return { scrollTop, offset: offsetAt(scrollTop, list) }
  return { scrollTop, offset: clamp(before.offset + step, maxOffset(list)) }
}

/**
 * Returns the nearest position in which a row can be seen. When the row is only a step away, the element does not jump.
 */
export function scrollToShow(
  before: ScrollPosition,
  row: { startPx: number; heightPx: number },
  list: LongList,
): ScrollPosition {
  const { startPx, heightPx } = row
  const lowest = startPx + heightPx - list.viewPx
  const offset = clamp(Math.min(startPx, Math.max(before.offset, lowest)), maxOffset(list))
  if (!isScaled(list)) return { scrollTop: offset, offset }
  const stepped = before.scrollTop + offset - before.offset
  const isStep = Math.abs(offset - before.offset) <= STEP_PX_MAX && stepped >= 0 && stepped <= maxScrollTop(list)
  return isStep ? { scrollTop: stepped, offset } : restAt(offset, list)
}

/**
 * Returns the position with the same rows in sight, and with the scroll bar where it belongs for them. Steps make the
 * two drift apart, until the element would reach its end before the list does.
 */
export function restAt(offset: number, list: LongList): ScrollPosition {
  return { scrollTop: isScaled(list) ? scrollTopAt(offset, list) : offset, offset }
}

/** Says whether the element cannot scroll on although the list could. */
export function isStuck({ scrollTop, offset }: ScrollPosition, list: LongList): boolean {
  if (!isScaled(list)) return false
  if (scrollTop < PART_PX) return offset > PART_PX
  return scrollTop > maxScrollTop(list) - PART_PX && offset < maxOffset(list) - PART_PX
}

function isScaled({ listPx }: LongList): boolean {
  return listPx > ELEMENT_PX_MAX
}

function maxOffset({ listPx, viewPx }: LongList): number {
  return Math.max(0, listPx - viewPx)
}

function maxScrollTop(list: LongList): number {
  return elementHeight(list) - list.viewPx
}

function offsetAt(scrollTop: number, list: LongList): number {
  const fromEnd = maxScrollTop(list) - scrollTop
  if (scrollTop <= END_PX) return Math.max(0, scrollTop)
  if (fromEnd <= END_PX) return maxOffset(list) - Math.max(0, fromEnd)
  return Math.round(END_PX + (scrollTop - END_PX) * scaleOf(list))
}

function scrollTopAt(offset: number, list: LongList): number {
  const fromEnd = maxOffset(list) - offset
  if (offset <= END_PX) return offset
  if (fromEnd <= END_PX) return maxScrollTop(list) - fromEnd
  return Math.round(END_PX + (offset - END_PX) / scaleOf(list))
}

/** Returns how many px of the list one px of the element stands for, between the ends. */
function scaleOf(list: LongList): number {
  return (maxOffset(list) - 2 * END_PX) / (maxScrollTop(list) - 2 * END_PX)
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(max, value))
}
