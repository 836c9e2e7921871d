/** Hands a text to the browser as a file to save. */
export function downloadCsv(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has its own reference by then; a revoked URL in the same task would cancel it in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
