'use client'

import type { ComponentProps } from 'react'
import type { Role } from '@/domain/actor'
import { ROLE_TABLE } from '@/domain/members/member.rules'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'

type RoleSelectProps = {
  roles: readonly Role[]
  value: Role
  onChange: (role: Role) => void
} & Pick<ComponentProps<typeof SelectTrigger>, 'id' | 'aria-invalid' | 'aria-describedby'>

/** Chooses one of the roles that whoever is signed in may give. `Field` gives it its label. */
export function RoleSelect({ roles, value, onChange, ...trigger }: RoleSelectProps) {
  return (
    <Select value={value} onValueChange={(chosen) => onChange(roles.find((role) => role === chosen) ?? value)}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        {roles.map((role) => (
          <SelectItem key={role} value={role}>
            {ROLE_TABLE[role].label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
