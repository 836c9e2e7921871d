'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Controller, useForm } from 'react-hook-form'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Combobox, type ComboboxOption } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { formFaults } from '@/ui/form-faults'
import { useMay } from '@/ui/frame/session'
import type { RouterOutputs } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

type Settings = RouterOutputs['organization']['get']

const FIELDS = ['name', 'country', 'normalizationEnabled', 'premiumNumbersRefused'] as const

/** Shows the settings of the organization; whoever may change them finds a form. */
export function OrganizationScreen({ settings, countries }: { settings: Settings; countries: ComboboxOption[] }) {
  const trpc = useTRPC()
  const { data } = useQuery({ ...trpc.organization.get.queryOptions(), initialData: settings })
  const mayChange = useMay('administer')
  return (
    <>
      <PageHeader title="Organization" facts="How your numbers and texts are read, for everybody who works here." />
      {!mayChange && (
        <Notice tone="info" className="mb-6 max-w-xl" title="Only owners and admins can change these settings" />
      )}
      <OrganizationForm settings={data} countries={countries} mayChange={mayChange} />
    </>
  )
}

type FormProps = { settings: Settings; countries: ComboboxOption[]; mayChange: boolean }

function OrganizationForm({ settings, countries, mayChange }: FormProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const {
    register,
    control,
    handleSubmit,
    setError,
    reset,
    formState: { errors, isDirty, isSubmitting },
  } = useForm<Settings>({ values: settings })
  const update = useMutation(trpc.organization.update.mutationOptions())
  const submit = handleSubmit(async (values) => {
    try {
      const saved = await update.mutateAsync(values)
      queryClient.setQueryData(trpc.organization.get.queryKey(), saved)
      reset(saved)
      // The frame shows the name.
      router.refresh()
      toast.success('The settings are saved.')
    } catch (error) {
      const { fields, rest } = formFaults(error, FIELDS)
      for (const [at, { name, message }] of fields.entries()) setError(name, { message }, { shouldFocus: at === 0 })
      if (rest !== null) setError('root', { message: rest })
    }
  })
  return (
    <form noValidate onSubmit={submit} className="grid max-w-xl gap-6">
      {errors.root?.message && (
        <Notice tone="error" live title="The settings were not saved">
          {errors.root.message}
        </Notice>
      )}
      <Field label="Name" error={errors.name?.message} hint="Shown to your colleagues, and in emails to them.">
        <Input
          disabled={!mayChange}
          maxLength={200}
          {...register('name', { required: 'Give the organization a name.' })}
        />
      </Field>
      <Controller
        control={control}
        name="country"
        render={({ field }) => (
          <Field
            label="Country"
            error={errors.country?.message}
            hint="A number without + is read as one of this country, unless the request or the import names another. Contacts who are enrolled already keep their numbers."
          >
            <Combobox
              options={countries}
              value={field.value}
              onChange={(country) => country !== null && field.onChange(country)}
              placeholder="Search countries"
              searchLabel="Search countries"
              disabled={!mayChange}
            />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="normalizationEnabled"
        render={({ field }) => (
          <CheckboxField
            label="Allow names to be put in title case"
            hint="Requests and imports can then have variables such as JOHN SMITH stored as John Smith. While this is off, they are stored as they come, and the answer says so."
            checked={field.value}
            onCheckedChange={(checked) => field.onChange(checked === true)}
            disabled={!mayChange}
          />
        )}
      />
      <Controller
        control={control}
        name="premiumNumbersRefused"
        render={({ field }) => (
          <CheckboxField
            label="Refuse premium rate, shared cost and satellite numbers"
            hint="Contacts with such a number are rejected from now on, since a call can cost a lot. While this is off, they are called, with a warning. Contacts who are enrolled already are called either way."
            checked={field.value}
            onCheckedChange={(checked) => field.onChange(checked === true)}
            disabled={!mayChange}
          />
        )}
      />
      {mayChange && (
        <div>
          <Button type="submit" variant="primary" pending={isSubmitting} disabled={!isDirty}>
            Save settings
          </Button>
        </div>
      )}
    </form>
  )
}
