/** Returns the word for a batch's source. */
export function sourceWord(source: string): string {
  const words: Record<string, string> = { api: 'REST API', trpc: 'tRPC', console: 'Console', import: 'Import' }
  return words[source] ?? source
}
