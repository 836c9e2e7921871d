'use client'

import { useRef, useState } from 'react'
import { Button } from '@/ui/components/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/ui/components/dropdown-menu'
import { formatNumber } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { saveBlob } from '@/ui/download-file'
import { countRecords } from './count-records'

type Format = 'csv' | 'xlsx'
type Progress = { kind: 'running' | 'done'; bytes: number; rows: number | null } | { kind: 'failed'; message: string }

type ExportMenuProps = { filter: object; order: string }

/** Downloads what the list shows, all pages of it, and says how far it is. */
export function ExportMenu({ filter, order }: ExportMenuProps) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const running = useRef<AbortController>(null)
  const isRunning = progress?.kind === 'running'
  const start = async (format: Format) => {
    const controller = new AbortController()
    running.current = controller
    setProgress({ kind: 'running', bytes: 0, rows: null })
    try {
      const { blob, rows } = await download(format, { filter, order }, controller.signal, (bytes, counted) =>
        setProgress({ kind: 'running', bytes, rows: counted }),
      )
      saveBlob(`contacts-${new Date().toISOString().slice(0, 10)}.${format}`, blob)
      setProgress({ kind: 'done', bytes: blob.size, rows })
    } catch (error) {
      setProgress(
        controller.signal.aborted
          ? null
          : { kind: 'failed', message: error instanceof Error ? error.message : 'The export broke off. Try again.' },
      )
    }
  }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button pending={isRunning}>
            {!isRunning && <Download aria-hidden />}
            Export
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => start('csv')}>CSV</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => start('xlsx')}>Excel (XLSX)</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {progress && (
        <p role="status" className="flex w-full items-center justify-end gap-2 text-sm text-muted-foreground">
          {progress.kind === 'failed' ? (
            <span className="text-destructive">{progress.message}</span>
          ) : (
            <span>
              {isRunning ? 'Exporting: ' : 'Exported '}
              {progress.rows !== null &&
                `${formatNumber(progress.rows)} ${progress.rows === 1 ? 'contact' : 'contacts'}, `}
              {sizeOf(progress.bytes)}
            </span>
          )}
          {isRunning ? (
            <Button size="sm" variant="ghost" onClick={() => running.current?.abort()}>
              Stop export
            </Button>
          ) : (
            <Button size="sm" variant="ghost" onClick={() => setProgress(null)}>
              Dismiss
            </Button>
          )}
        </p>
      )}
    </>
  )
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${formatNumber(Math.ceil(bytes / 1_000))} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

async function download(
  format: Format,
  { filter, order }: ExportMenuProps,
  signal: AbortSignal,
  onProgress: (bytes: number, rows: number | null) => void,
): Promise<{ blob: Blob; rows: number | null }> {
  const query = new URLSearchParams({ format, order, filter: JSON.stringify(filter) })
  const response = await fetch(`/api/export/contacts?${query}`, { signal })
  if (!response.ok || !response.body) {
    const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
    throw new Error(answer?.error?.message ?? 'The export could not be started. Try again.')
  }
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const records = countRecords()
  let bytes = 0
  let rows: number | null = null
  const reader = response.body.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    pieces.push(value)
    bytes += value.length
    // The first record has the names of the columns. What a workbook holds is packed.
    if (format === 'csv') rows = Math.max(0, records.add(value) - 1)
    onProgress(bytes, rows)
  }
  return { blob: new Blob(pieces, { type: response.headers.get('content-type') ?? '' }), rows }
}
