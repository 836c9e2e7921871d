import { Button } from '@/ui/components/button'
import { Progress } from '@/ui/components/progress'

type ReadingFileProps = {
  reading: { fileName: string; bytes: number; bytesTotal: number }
  onCancel: () => void
}

const MEGABYTE = 1024 * 1024

/** Shows how much of the file is read, with a button to cancel. */
export function ReadingFile({ reading, onCancel }: ReadingFileProps) {
  const { fileName, bytes, bytesTotal } = reading
  const percent = bytesTotal > 0 ? Math.floor((bytes / bytesTotal) * 100) : 0
  return (
    <div className="flex min-h-72 flex-col items-center justify-center gap-4 rounded-xl border border-dashed px-6 text-center">
      {/* Screen readers hear the name once; the bar tells them the progress. */}
      <p role="status" className="max-w-full truncate">
        Reading <span className="font-medium">{fileName}</span>
      </p>
      <div className="w-full max-w-sm">
        <Progress label={`${fileName} read`} value={bytes} max={bytesTotal} />
        <p className="mt-2 flex justify-between text-sm text-muted-foreground tabular-nums" aria-hidden>
          <span>{percent}%</span>
          {bytesTotal >= MEGABYTE && (
            <span>
              {(bytes / MEGABYTE).toFixed(1)} of {(bytesTotal / MEGABYTE).toFixed(1)} MB
            </span>
          )}
        </p>
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}
