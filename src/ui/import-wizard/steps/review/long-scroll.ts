/**
 * Scrolling of a list that is higher than a browser makes elements: 17.8 million px in Firefox, 33.5 million in Chromium
 * and Safari. The element is as high as it may be, and its scroll range stands for the longer one of the list: a jump of
 * the scroll bar goes in proportion, a small step moves the rows by as many px as the element. Both ends are never
 * scaled, so that the first and the last row are reached px by px.
 */
export const ELEMENT_PX_MAX = 15_000_000

/** Further than this at once goes nobody but by the scroll bar or a key. */
const STEP_PX_MAX = 2_000
/** So much at each end is not scaled. */
const END_PX = 100_000

/** On some screens an element can be scrolled by parts of a px, and ends a part of one before its end. */
const PART_PX = 1

/** Heights of the whole list, and of the part of the element that shows it. */
export type LongList = { listPx: number; viewPx: number }

/** Where the element is scrolled to, and which px of the list is the first that shows there. */
export type ScrollPosition = { scrollTop: number; offset: number }

export function elementHeight({ listPx }: Pick<LongList, 'listPx'>): number {
  return Math.min(listPx, ELEMENT_PX_MAX)
}

/** The position after the element has been scrolled, by whomever. */
export function followScroll(before: ScrollPosition, scrollTop: number, list: LongList): ScrollPosition {
  if (!isScaled(list)) return { scrollTop, offset: scrollTop }
  const step = scrollTop - before.scrollTop
  if (Math.abs(step) > STEP_PX_MAX) return { scrollTop, offset: offsetAt(scrollTop, list) }
  return { scrollTop, offset: clamp(before.offset + step, maxOffset(list)) }
}

/** The position for a row to be seen: the nearest one, without a leap of the element when it is a step away. */
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
 * The position in which the element stands where its scroll bar says that it is, with the same rows in sight. Steps make
 * the two drift apart, until the element would be at its end before the list is.
 */
export function restAt(offset: number, list: LongList): ScrollPosition {
  return { scrollTop: isScaled(list) ? scrollTopAt(offset, list) : offset, offset }
}

/** The element cannot be scrolled on, and the list could. */
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

/** Px of the list for each px of the element, between the ends. */
function scaleOf(list: LongList): number {
  return (maxOffset(list) - 2 * END_PX) / (maxScrollTop(list) - 2 * END_PX)
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(max, value))
}
