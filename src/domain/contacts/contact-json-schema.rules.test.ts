import { describe, expect, test } from 'vitest'
import { agentRules } from '@/testing/validation-context'
import { CONTACT_FIELDS } from './contact-fields.rules'
import { contactJsonSchema } from './contact-json-schema.rules'

describe('contactJsonSchema', () => {
  test('requires name, number and the required variables of the agent', () => {
    const schema = contactJsonSchema(
      agentRules({
        variables: [
          { name: 'account_id', required: true, description: 'The account.' },
          { name: 'note', required: false },
        ],
      }),
    )
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Contact',
      type: 'object',
      required: ['name', 'phoneNumber', 'account_id'],
      properties: {
        name: { type: 'string', maxLength: 200 },
        account_id: { type: 'string', maxLength: 2_000, pattern: '\\S', description: 'The account.' },
        note: { type: ['string', 'null'], maxLength: 2_000 },
        scheduledAt: { type: ['string', 'null'] },
      },
      propertyNames: { minLength: 1, maxLength: 64, not: { enum: ['__proto__', 'constructor', 'prototype'] } },
    })
    expect(Object.keys(schema.properties as object)).toEqual([...CONTACT_FIELDS, 'account_id', 'note'])
  })

  test('requires the email address when the agent sends email', () => {
    expect(contactJsonSchema(agentRules()).required).toEqual(['name', 'phoneNumber'])
    const steps = [{ stepType: 'EMAIL', delaySeconds: 0 }]
    const schema = contactJsonSchema(agentRules({ steps }))
    expect(schema.required).toEqual(['name', 'phoneNumber', 'toEmailAddress'])
    expect(schema.properties).toMatchObject({ toEmailAddress: { type: 'string', format: 'email', pattern: '\\S' } })
  })

  test('is JSON', () => {
    const schema = contactJsonSchema(agentRules())
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })
})
