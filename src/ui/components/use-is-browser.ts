import { useSyncExternalStore } from 'react'

const subscribeToNothing = () => () => {}

/** False while the server renders, and in the browser until React has taken the page over. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )
}
