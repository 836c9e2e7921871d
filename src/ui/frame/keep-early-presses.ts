/**
 * Keeps what somebody presses or types while the page is there and its scripts are not yet, and does it again as soon as
 * React listens: typed text, boxes, choices and files all, of presses the last. Of them React would know nothing.
 *
 * It runs as text in the head of every page, so it uses nothing but the browser's own.
 */
export function keepEarlyPresses(): void {
  /** Whoever has waited for longer has given up, and would be surprised. */
  const pressKeptMs = 5_000
  type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
  const fields = new Map<Field, () => void>()
  let press: { element: HTMLElement; again: () => void; atMs: number } | null = null
  let isWaiting = false

  /** React notes on each element of its own that it takes it over. */
  const isReacts = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps$'))
  /**
   * An event has React finish at once what it is about to take over, or ends at the document where it can't yet. Only then
   * it has put its own values into the fields.
   */
  const listens = (element: Element) => {
    if (!isReacts(element)) return false
    let isHeard = false
    const hear = () => {
      isHeard = true
    }
    window.addEventListener('input', hear)
    element.dispatchEvent(new Event('input', { bubbles: true }))
    window.removeEventListener('input', hear)
    return isHeard
  }

  const wait = () => {
    if (isWaiting) return
    isWaiting = true
    requestAnimationFrame(look)
  }
  const look = () => {
    isWaiting = false
    const hadFields = fields.size > 0
    for (const [field, again] of fields) {
      if (field.isConnected && !listens(field)) continue
      fields.delete(field)
      if (field.isConnected) again()
    }
    if (press && (!press.element.isConnected || performance.now() - press.atMs > pressKeptMs)) press = null
    // A form is sent with what was typed, which React has taken in by the next frame.
    if (press && !hadFields && listens(press.element)) {
      const { again } = press
      press = null
      again()
    }
    if (press || fields.size > 0) wait()
  }

  const keepPress = (element: HTMLElement, again: () => void) => {
    press = { element, again, atMs: performance.now() }
    wait()
  }

  const keepField = ({ target }: Event) => {
    const isField =
      target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    if (!isField) return
    if (isReacts(target)) return
    const { value } = target
    const isBox = target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')
    const { checked } = target as HTMLInputElement
    const isChosen = target instanceof HTMLSelectElement || target.type === 'file'
    fields.set(target, () => {
      if (isBox) {
        target.checked = !checked
        target.click()
        return
      }
      if (isChosen) {
        if (target instanceof HTMLSelectElement) target.value = value
      } else {
        // React remembers what it was told by the element's own setter, and passes on only what differs from that.
        target.value = ''
        const prototype = Object.getPrototypeOf(target)
        Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(target, value)
      }
      target.dispatchEvent(new Event(isChosen ? 'change' : 'input', { bubbles: true }))
    })
    wait()
  }
  document.addEventListener('input', keepField, true)
  document.addEventListener('change', keepField, true)

  document.addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null
      // The press of a button that sends a form is kept when it does.
      if (!button || isReacts(button) || (button.form && button.type === 'submit')) return
      keepPress(button, () => button.click())
    },
    true,
  )
  document.addEventListener(
    'submit',
    (event) => {
      const { target: form, submitter } = event
      if (!(form instanceof HTMLFormElement) || isReacts(form)) return
      // The browser would send it by itself and load the page anew.
      event.preventDefault()
      keepPress(form, () => form.requestSubmit(submitter))
    },
    true,
  )
  document.addEventListener(
    'keydown',
    (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const shortcut = `${event.ctrlKey ? 'Control' : 'Meta'}+${event.key.toUpperCase()}`
      const button = document.querySelector(`[aria-keyshortcuts~="${CSS.escape(shortcut)}"]`)
      if (!(button instanceof HTMLElement) || isReacts(button)) return
      event.preventDefault()
      keepPress(button, () => button.click())
    },
    true,
  )
}
