'use client'

import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { Combobox } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import { zoneInList } from '@/ui/components/format-time'
import { X } from '@/ui/components/icons/x'
import { controlId, useFault } from './form-context'

const OPTIONS = TIME_ZONE_NAMES.map((name) => ({ value: name, label: zoneInList(name), keywords: name }))

type TimezonesFieldProps = { timezones: readonly string[]; disabled: boolean; onChange: (timezones: string[]) => void }

/** The zones of the agent: the first is that of contacts without one. */
export function TimezonesField({ timezones, disabled, onChange }: TimezonesFieldProps) {
  const fault = useFault('timezones')
  return (
    <div className="grid gap-2">
      <Field
        label="Time zones"
        error={fault}
        hint="Hours are on the contact’s own clock. Contacts whose zone is not known are in the first of these."
      >
        <Combobox
          id={controlId('timezones')}
          options={OPTIONS.filter(({ value }) => !timezones.includes(value))}
          value={null}
          onChange={(zone) => zone !== null && onChange([...timezones, zone])}
          placeholder={timezones.length === 0 ? 'Choose a time zone' : 'Add another time zone'}
          searchLabel="Search time zones"
          disabled={disabled}
        />
      </Field>
      <ul className="grid border-t text-sm">
        {/* As high as a zone: a new agent gets that of the browser once the page is there, and nothing is to move then. */}
        {timezones.length === 0 && <li className="flex h-9 items-center border-b text-muted-foreground">None yet</li>}
        {timezones.map((zone, index) => (
          <li key={zone} className="flex h-9 items-center gap-2 border-b">
            <span>{zoneInList(zone)}</span>
            {index === 0 && <Badge>Default</Badge>}
            {!disabled && (
              <span className="ml-auto flex gap-1">
                {index > 0 && (
                  <Button
                    variant="ghost"
                    size="sm"
                    onClick={() => onChange([zone, ...timezones.filter((each) => each !== zone)])}
                  >
                    Make default
                  </Button>
                )}
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Remove ${zoneInList(zone)}`}
                  onClick={() => onChange(timezones.filter((each) => each !== zone))}
                >
                  <X aria-hidden />
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
