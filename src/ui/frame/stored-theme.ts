/** Where next-themes keeps what was chosen. */
export const THEME_KEY = 'theme'

/** The theme that was chosen in this browser; null for the system's. Asks nothing that could have broken the page. */
export function storedTheme(): 'light' | 'dark' | null {
  try {
    const stored = localStorage.getItem(THEME_KEY)
    return stored === 'light' || stored === 'dark' ? stored : null
  } catch {
    // A browser that keeps nothing for us has no choice to remember.
    return null
  }
}
