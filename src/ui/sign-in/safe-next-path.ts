/**
 * Returns the path to open after the sign-in. Accepts only paths of our own; anything else would make the form an open
 * redirect.
 */
export function safeNextPath(next: string | undefined): string {
  // Browsers drop tabs and line breaks from URLs, and read a backslash as a slash.
  if (!next?.startsWith('/') || next.startsWith('//') || /[\\\t\r\n]/.test(next)) return '/'
  return next
}
