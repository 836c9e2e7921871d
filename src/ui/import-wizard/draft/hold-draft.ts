/** A page that is loaded anew waits this long, in ms, for its former self to let go of the draft. */
const HOLD_MS = 3_000

/**
 * Takes hold of a draft for this tab, so that no other one writes it. The hold ends with the worker that has it.
 *
 * @returns a function that lets go; null when another tab has it
 */
export function holdDraft(draftId: string): Promise<(() => void) | null> {
  // Locks exist in secure contexts only. Without them the tab that writes last is right.
  if (!navigator.locks) return Promise.resolve(() => {})
  return new Promise((resolve) => {
    navigator.locks
      .request(
        `rollcall-draft-${draftId}`,
        { signal: AbortSignal.timeout(HOLD_MS) },
        () => new Promise<void>((letGo) => resolve(letGo)),
      )
      .catch(() => resolve(null))
  })
}
