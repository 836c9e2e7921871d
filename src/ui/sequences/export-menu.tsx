'use client'

import { useRef, useState } from 'react'
import { Button } from '@/ui/components/button'
import { formatNumber } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { Menu } from '@/ui/components/menu'
import type { ExportFormat } from './save-export'

type Progress = { kind: 'running' | 'done'; bytes: number; rows: number | null } | { kind: 'failed'; message: string }

type ExportMenuProps = { filter: object; order: string }

/** Downloads what the list shows, all pages of it, and says how far it is. */
export function ExportMenu({ filter, order }: ExportMenuProps) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const running = useRef<AbortController>(null)
  const isRunning = progress?.kind === 'running'
  const start = async (format: ExportFormat) => {
    const controller = new AbortController()
    running.current = controller
    setProgress({ kind: 'running', bytes: 0, rows: null })
    try {
      const { saveExport } = await import('./save-export')
      const saved = await saveExport(format, { filter, order }, controller.signal, (bytes, rows) =>
        setProgress({ kind: 'running', bytes, rows }),
      )
      setProgress({ kind: 'done', ...saved })
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
      <Menu
        button={
          <Button pending={isRunning}>
            {!isRunning && <Download aria-hidden />}
            Export
          </Button>
        }
        items={[
          { label: 'CSV', onSelect: () => start('csv') },
          { label: 'Excel (XLSX)', onSelect: () => start('xlsx') },
        ]}
      />
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
