import { createContext, useContext } from 'react'
import type { DraftFaults } from './check-draft'

const FaultContext = createContext<DraftFaults>({})

export const FaultProvider = FaultContext.Provider

/** Returns what is wrong with one setting of the form, by its path. */
export function useFault(path: string): string | undefined {
  return useContext(FaultContext)[path]
}

/** Returns what is wrong with the first part of a list that is one field, or with the list as a whole. */
export function useLineFault(path: string): string | undefined {
  const faults = useContext(FaultContext)
  const [place, message] =
    Object.entries(faults).find(([fault]) => fault === path || fault.startsWith(`${path}.`)) ?? []
  if (place === undefined || place === path) return message
  return `Number ${Number(place.slice(path.length + 1)) + 1}: ${message}`
}

/** Tells whether anything is wrong with one of these settings, or with a part of one. */
export function useFaultBelow(...paths: readonly string[]): boolean {
  const faults = Object.keys(useContext(FaultContext))
  return paths.some((path) => faults.some((fault) => fault === path || fault.startsWith(`${path}.`)))
}

/** Returns the id of the control of a setting, so that the first fault can take the focus. */
export function controlId(path: string): string {
  // Names of results have spaces, ids have none.
  return `agent-${path.replaceAll(' ', '-')}`
}

/**
 * Gives the focus to the control of the first fault, in the order of the page. A fault of something that has no control of
 * its own (a list, a window as a whole) is shown at its first control.
 */
export function focusFirstFault(faults: DraftFaults): void {
  const controls = Object.keys(faults).flatMap((path) => {
    const control =
      document.getElementById(controlId(path)) ??
      document.querySelector<HTMLElement>(`[id^="${CSS.escape(controlId(path))}."]`) ??
      // A list that is one field has no control for each of its parts.
      document.getElementById(controlId(path.replace(/\.\d+$/, '')))
    return control ? [control] : []
  })
  const [first] = controls.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  first?.focus()
}
