/** Only a path of our own may follow the sign-in; anything else would make the form an open redirect. */
export function safeNextPath(next: string | undefined): string {
  // Browsers drop tabs and line breaks from addresses and take a backslash for a slash.
  if (!next?.startsWith('/') || next.startsWith('//') || /[\\\t\r\n]/.test(next)) return '/agents'
  return next
}
