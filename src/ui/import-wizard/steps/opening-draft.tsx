import { LoaderCircle } from '@/ui/components/icons/loader-circle'

/** Stands in the place of the first step while a kept draft is looked for. */
export function OpeningDraft() {
  return (
    <div className="grid flex-1 place-items-center p-6">
      <p role="status" className="flex items-center gap-2 text-muted-foreground">
        <LoaderCircle className="size-4 animate-spin" aria-hidden />
        Opening the draft
      </p>
    </div>
  )
}
