import { z } from 'zod'
import { contactJsonSchema } from '@/domain/contacts/contact-json-schema.rules'
import { enrollSingleOptionsSchema } from '@/domain/enrollment/enroll-single.schema'
import { enrollBatchSchema } from '@/domain/enrollment/enrollment.schema'
import type { JsonSchema } from './endpoint-docs'

/** The JSON Schema of a contact for any agent. `GET /agents/{agentId}/contact-schema` adds what one agent requires. */
export const contactComponent: JsonSchema = contactJsonSchema({ variables: [], steps: [] })

const CONTACT_REF: JsonSchema = { $ref: '#/components/schemas/Contact' }

/**
 * Returns the JSON Schema of a batch request. The request's own schema accepts contacts of any type, since each is
 * judged by itself; the document says what they should be.
 */
export function batchRequest(): JsonSchema {
  const schema = z.toJSONSchema(enrollBatchSchema, { io: 'input' })
  const contacts = schema.properties?.contacts
  return {
    ...schema,
    properties: { ...schema.properties, contacts: Object.assign({}, contacts, { items: CONTACT_REF }) },
  }
}

/** Returns the JSON Schema of a single enrollment: the contact's fields and the options on one level. */
export function singleRequest(): JsonSchema {
  const { properties } = z.toJSONSchema(enrollSingleOptionsSchema, { io: 'input' })
  return {
    ...contactComponent,
    title: undefined,
    properties: Object.assign({}, contactComponent.properties, properties),
    // Without a type: a generated client holds every property against it, the switches too, which are no text.
    additionalProperties: { description: 'A custom input variable: text.' },
  }
}
