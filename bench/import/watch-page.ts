/** What the page's main thread was doing since the last `restart`; times in milliseconds. */
export type PageWatch = {
  chosenAt: number
  countedAt: number
  longestTask: number
  longestGap: number
  frames: number[]
}

declare global {
  interface Window {
    pageWatch: PageWatch & { restart: () => void; stop: () => void }
  }
}

/**
 * Runs in the page before anything else. It notes when a file is chosen, and the longest time for which the main thread
 * took no other work: by the browser's own long tasks (from 50 ms on), and by a timer that should come every 4 ms.
 */
export function watchPage(): void {
  const watch = { chosenAt: 0, countedAt: 0, longestTask: 0, longestGap: 0, frames: [] as number[] }
  let running = true
  let last = performance.now()
  const restart = () => {
    Object.assign(watch, { longestTask: 0, longestGap: 0, frames: [] })
    last = performance.now()
    running = true
  }
  const stop = () => {
    running = false
  }
  window.pageWatch = Object.assign(watch, { restart, stop })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      if (running) watch.longestTask = Math.max(watch.longestTask, duration)
    }
  }).observe({ type: 'longtask' })
  setInterval(() => {
    const now = performance.now()
    if (running) watch.longestGap = Math.max(watch.longestGap, now - last)
    last = now
  }, 4)
  document.addEventListener(
    'change',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return
      restart()
      watch.chosenAt = performance.now()
    },
    true,
  )
}
