'use client'

import { type FormEvent, useId, useState } from 'react'
import type { Target } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { count } from '@/ui/components/format-number'
import { Input } from '@/ui/components/input'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { targetLabel } from '@/ui/import-wizard/state/import-target'

type FillDialogProps = {
  /** How many rows get the value. */
  rows: number
  targets: readonly Target[]
  /** The column that is probably meant. */
  suggested: Target
  onFill: (target: Target, value: string) => void
  onClose: () => void
}

/** Sets one column to one value in all rows that are shown. */
export function FillDialog({ rows, targets, suggested, onFill, onClose }: FillDialogProps) {
  const [target, setTarget] = useState(suggested)
  const [value, setValue] = useState('')
  const form = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value !== '') onFill(target, value)
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Set a value in ${count(rows, 'row')}`}
        description="All rows that are shown now get it. It can be undone."
        footer={
          <>
            {/* Emptying cells needs a press on its own button. Enter in an empty field does not do it. */}
            <Button className="mr-auto" disabled={value !== ''} onClick={() => onFill(target, '')}>
              Empty {count(rows, 'cell')}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" form={form} disabled={value === ''}>
              Set {count(rows, 'cell')}
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="grid gap-4">
          <Field label="Column">
            <ColumnSelect value={target} targets={targets} onChange={setTarget} />
          </Field>
          <Field label="Value">
            <Input
              autoFocus
              spellCheck={false}
              autoComplete="off"
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}

type ColumnSelectProps = {
  value: Target
  targets: readonly Target[]
  onChange: (target: Target) => void
  id?: string
}

function ColumnSelect({ value, targets, onChange, ...trigger }: ColumnSelectProps) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Target)}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        {targets.map((target) => (
          <SelectItem key={target} value={target}>
            {targetLabel(target)}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
