import { moveStop, type Stop } from './move-stop'

/** What takes the focus in a row, unless it is disabled. */
const PLACES = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]'
/** In these, arrows have a meaning of their own. */
const TYPED_INTO = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"]'

/**
 * Makes a list of any length one stop of the Tab key, as a toolbar is. Tab comes to the place where the focus was last,
 * at first to the first row; arrows, Home and End go on from there (`moveStop`). It is a ref of the `table`, `ul` or
 * `ol` whose rows are to have it, and works on the elements that are there: a row need not know of it.
 */
export function oneTabStop(list: HTMLElement | null): (() => void) | undefined {
  if (!list) return
  /** The places that were taken out of the order of Tab here, and not by whoever made them. */
  const closed = new WeakSet<Element>()
  let current: HTMLElement | null = null

  const isPlace = (element: HTMLElement) =>
    (element.tabIndex >= 0 || closed.has(element)) && element.checkVisibility({ visibilityProperty: true })
  const rows = () => {
    const found = new Map<Element | null, { isHeader: boolean; places: HTMLElement[] }>()
    for (const place of list.querySelectorAll<HTMLElement>(PLACES)) {
      if (!isPlace(place)) continue
      const row = place.closest('tr, li')
      const known = found.get(row) ?? { isHeader: place.closest('thead') !== null, places: [] }
      known.places.push(place)
      found.set(row, known)
    }
    return [...found.values()]
  }
  const open = (element: HTMLElement) => {
    current = element
    closed.delete(element)
    if (element.tabIndex < 0) element.tabIndex = 0
  }
  const keepOne = () => {
    const all = rows()
    const places = all.flatMap((row) => row.places)
    const stays = current !== null && places.includes(current)
    const next = stays ? current : (all.find(({ isHeader }) => !isHeader) ?? all[0])?.places[0]
    for (const place of places) {
      if (place === next || closed.has(place)) continue
      closed.add(place)
      place.tabIndex = -1
    }
    if (next) open(next)
  }
  const handleFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === current || !target.matches(PLACES)) return
    current = target
    keepOne()
  }
  const handleKey = (event: KeyboardEvent) => {
    const { target } = event
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (!(target instanceof HTMLElement) || target.matches(TYPED_INTO)) return
    const all = rows()
    const from = stopOf(all, target)
    if (!from) return
    const sizes = all.map(({ places }) => places.length)
    const first = Math.max(
      0,
      all.findIndex(({ isHeader }) => !isHeader),
    )
    const to = moveStop(sizes, first, from, event.key)
    const place = to && all[to.row]?.places[to.at]
    if (!place) return
    event.preventDefault()
    // The button of a menu would open its menu.
    event.stopPropagation()
    place.focus()
  }

  keepOne()
  const changes = new MutationObserver(keepOne)
  changes.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'href'] })
  // A narrower window hides columns, and what is in them.
  const size = new ResizeObserver(keepOne)
  size.observe(list)
  list.addEventListener('focusin', handleFocus)
  list.addEventListener('keydown', handleKey, { capture: true })
  return () => {
    changes.disconnect()
    size.disconnect()
    list.removeEventListener('focusin', handleFocus)
    list.removeEventListener('keydown', handleKey, { capture: true })
  }
}

function stopOf(rows: readonly { places: readonly HTMLElement[] }[], element: HTMLElement): Stop | null {
  const row = rows.findIndex(({ places }) => places.includes(element))
  return row < 0 ? null : { row, at: rows[row]?.places.indexOf(element) ?? 0 }
}
