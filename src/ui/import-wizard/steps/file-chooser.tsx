'use client'

import { useState } from 'react'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import { templateCsv } from '@/ui/agent/template-csv'
import { Button } from '@/ui/components/button'
import { ClipboardPaste } from '@/ui/components/icons/clipboard-paste'
import { Download } from '@/ui/components/icons/download'
import { Upload } from '@/ui/components/icons/upload'
import { lazyDialog } from '@/ui/components/lazy-part'
import { downloadCsv } from '@/ui/download-file'

const PasteDialog = lazyDialog(() => import('./paste-dialog').then((module) => module.PasteDialog))

type FileChooserProps = {
  onChoose: () => void
  onPaste: (cells: Blob, name: string) => void
  variables: readonly AgentVariable[]
}

const linkClasses = 'inline-flex items-center gap-1.5 rounded-sm text-link underline-offset-4 hover:underline'

/** Offers to choose, drop or paste a file, and files to start from. */
export function FileChooser({ onChoose, onPaste, variables }: FileChooserProps) {
  const [isPasting, setPasting] = useState(false)
  return (
    <>
      <div className="flex min-h-72 flex-col items-center justify-center gap-1 rounded-xl border border-input border-dashed px-6 py-12 text-center">
        <Upload className="mb-3 size-6 text-muted-foreground" aria-hidden />
        <p className="font-medium">Drop a CSV file or an Excel workbook here</p>
        <p className="text-muted-foreground">.csv, .tsv or .txt up to 100 MB, .xlsx up to 20 MB</p>
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          <Button variant="primary" size="lg" onClick={onChoose}>
            Choose a file
          </Button>
          <Button size="lg" aria-haspopup="dialog" onClick={() => setPasting(true)}>
            <ClipboardPaste aria-hidden />
            Paste cells
          </Button>
          <PasteDialog open={isPasting} onOpenChange={setPasting} onPaste={onPaste} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-muted-foreground">
        <span>No file at hand?</span>
        <button
          type="button"
          className={linkClasses}
          onClick={() => downloadCsv('contacts-template.csv', templateCsv(variables))}
        >
          <Download className="size-4" aria-hidden />
          Template for this agent
        </button>
        <a href="/sample-contacts.csv" download className={linkClasses}>
          <Download className="size-4" aria-hidden />
          Sample file
        </a>
      </div>
    </>
  )
}
