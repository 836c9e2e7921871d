/** The localStorage key under which next-themes stores the chosen theme. */
export const THEME_KEY = 'theme'

/**
 * Reads the theme that was chosen in this browser; null for the system's theme. Uses no React, so it works on a broken
 * page.
 */
export function storedTheme(): 'light' | 'dark' | null {
  try {
    const stored = localStorage.getItem(THEME_KEY)
    return stored === 'light' || stored === 'dark' ? stored : null
  } catch {
    // The browser does not let us store anything, so there is no choice to read.
    return null
  }
}
