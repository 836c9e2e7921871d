'use client'

import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'

const TOUCHES = ['pointerover', 'pointerdown', 'keydown', 'focusin'] as const

let isTouched = false
const waiting = new Set<() => unknown>()

/** Loads from now on what is registered, since somebody is at the page: what opens next is there by then. */
function touch(): void {
  isTouched = true
  for (const type of TOUCHES) window.removeEventListener(type, touch)
  for (const load of waiting) load()
  waiting.clear()
}

if (typeof window !== 'undefined') {
  for (const type of TOUCHES) window.addEventListener(type, touch, { passive: true })
}

function loadWhenTouched(load: () => Promise<unknown>): void {
  if (typeof window === 'undefined') return
  // One that fails is asked for again, and reported, when it is drawn.
  const quietly = () => void load().catch(() => {})
  if (isTouched) setTimeout(quietly)
  else waiting.add(quietly)
}

/**
 * As React's `lazy`, and loads when somebody first touches the page. It is for a part that must have a `Suspense` above
 * it, so that a transition can wait for it; others are a `lazyPart`.
 */
export function lazyOnTouch<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  loadWhenTouched(load)
  return lazy(async () => ({ default: await load() }))
}

/**
 * Makes a component of one that is no part of the first load: what opens later. It is loaded when somebody first touches
 * the page with pointer or key. Call it once for each, at the top of a module, and draw it no sooner than it opens.
 *
 * @param load imports the module and returns the component
 * @returns the component; `meanwhile` is drawn until it is there
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { meanwhile?: ReactNode }> {
  const Part = lazyOnTouch(load)
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each module, never while something is drawn
  return function LazyPart({ meanwhile, ...props }: Props & { meanwhile?: ReactNode }) {
    return (
      <Suspense fallback={meanwhile}>
        <Part {...(props as unknown as Props)} />
      </Suspense>
    )
  }
}

/**
 * As `lazyPart`, for what stands in the page from the start. The server has it loaded before it draws the first page, so its
 * HTML stands in its place: what came in later would push away what is below it.
 */
export function lazySection<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  const Part = lazy(async () => ({ default: await load() }))
  if (typeof window === 'undefined') {
    load().then(
      (component) => {
        loaded = component
      },
      // It is asked for again, and reported, when it is drawn.
      () => {},
    )
  }
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each module, never while something is drawn
  return function LazySection(props: Props) {
    const Drawn = loaded ?? Part
    return (
      <Suspense>
        <Drawn {...props} />
      </Suspense>
    )
  }
}

/** As `lazyPart`, for a dialog that is told whether it is open: nothing is drawn before it is so for the first time. */
export function lazyDialog<Props extends { open: boolean }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Part = lazyPart(load)
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each module, never while something is drawn
  return function LazyDialog(props: Props) {
    // It stays once it was opened, so that it can fade out.
    const [wasOpened, setOpened] = useState(props.open)
    if (props.open && !wasOpened) setOpened(true)
    return wasOpened && <Part {...props} />
  }
}
