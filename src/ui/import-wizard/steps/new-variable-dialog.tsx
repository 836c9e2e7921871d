'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { variableNameProblem } from '@/ui/import-wizard/state/import-target'

type NewVariableDialogProps = {
  /** The header of the column, or an empty text. */
  suggestion: string
  taken: ReadonlySet<string>
  onClose: () => void
  onName: (name: string) => void
}

/** Asks for the name of a variable that the agent does not declare. */
export function NewVariableDialog({ suggestion, taken, onClose, onName }: NewVariableDialogProps) {
  const [name, setName] = useState(() => toVariableName(suggestion))
  const [submitted, setSubmitted] = useState(false)
  const problem = variableNameProblem(name, taken)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="New variable"
        description="The agent gets the value under this name. It can be used in steps and for chains."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form="new-variable" variant="primary">
              Use this name
            </Button>
          </>
        }
      >
        <form
          id="new-variable"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setSubmitted(true)
            if (problem === null) onName(name)
          }}
        >
          <Field label="Name" error={submitted ? (problem ?? undefined) : undefined}>
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              className="font-mono"
              spellCheck={false}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}

/** Turns a header into a variable's name, as agents usually write them: `Company Name` → `company_name`. */
function toVariableName(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
}
