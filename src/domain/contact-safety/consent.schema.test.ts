import { expect, it } from 'vitest'
import { consentRequirementSchema } from './consent.schema'

it('a requirement that says nothing of an age accepts a consent of any age', () => {
  expect(consentRequirementSchema.parse({ bases: ['express'] })).toEqual({ bases: ['express'], ageDaysMax: null })
})
