import { useEffect } from 'react'

/** Has the browser ask before the tab is closed or loaded anew, for as long as something would be lost. */
export function useCloseWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isOn])
}
