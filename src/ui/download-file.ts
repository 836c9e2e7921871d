/** Offers a text to the user as a CSV file to save. */
export function downloadCsv(fileName: string, text: string): void {
  saveBlob(fileName, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}

/** Offers a file to the user to save. */
export function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download holds its own reference by then. Revoking the URL at once would cancel the download in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
