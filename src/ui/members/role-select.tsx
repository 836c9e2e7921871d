'use client'

import type { ComponentProps } from 'react'
import type { Role } from '@/domain/actor'
import { ROLE_TABLE } from '@/domain/members/member.rules'
import { NativeSelect } from '@/ui/components/native-select'

type RoleSelectProps = {
  roles: readonly Role[]
  value: Role
  onChange: (role: Role) => void
} & Pick<ComponentProps<'select'>, 'id' | 'aria-invalid' | 'aria-describedby'>

/** Chooses one of the roles that whoever is signed in may give. `Field` gives it its label. */
export function RoleSelect({ roles, value, onChange, ...control }: RoleSelectProps) {
  return (
    <NativeSelect
      value={value}
      options={roles.map((role) => ({ value: role, label: ROLE_TABLE[role].label }))}
      onChange={onChange}
      {...control}
    />
  )
}
