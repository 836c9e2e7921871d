import { Button } from '@/ui/components/button'
import { CodeBlock } from '@/ui/components/code-block'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'

/** Shows backup codes, once. */
export function BackupCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Keep these backup codes"
        description="Each signs you in once, when your phone is not at hand. They are shown only once: keep them where you keep your passwords."
        // A press beside the dialog would lose the codes.
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <DialogClose asChild>
            <Button variant="primary">I have kept the codes</Button>
          </DialogClose>
        }
      >
        <CodeBlock title="Backup codes" text={codes.join('\n')} copyLabel="Copy the codes" />
      </DialogContent>
    </Dialog>
  )
}
