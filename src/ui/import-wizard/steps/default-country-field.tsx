'use client'

import { useMemo } from 'react'
import { countryName } from '@/domain/phones/find-country.rules'
import { Combobox } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import type { Organization } from '@/ui/import-wizard/use-judgement'
import { countryOptions } from './countries'

type DefaultCountryFieldProps = {
  organization: Organization
  /** ISO 3166-1 alpha-2; null for the organization's own country. */
  value: string | null
  onChange: (country: string | null) => void
}

/**
 * Asks in which country numbers without + are read. It stands in the map step, where the readings first show, and in
 * the options step.
 */
export function DefaultCountryField({ organization, value, onChange }: DefaultCountryFieldProps) {
  const countries = useMemo(countryOptions, [])
  return (
    <Field label="Default country" hint="For numbers without + and country code.">
      <Combobox
        options={countries}
        value={value}
        onChange={onChange}
        noneLabel={`${organization.name}’s (${countryName(organization.country)})`}
        placeholder="Search countries"
        searchLabel="Search countries"
      />
    </Field>
  )
}
