import { describe, expect, test } from 'vitest'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import { CONTACT_FIELDS } from './contact-fields.rules'
import { contactJsonSchema, contactSchemaAnswerSchema } from './contact-json-schema.rules'
import { judgeContact } from './judge-contact.rules'
import { prepareValidation } from './prepare-validation.rules'

type Property = { description?: string; examples?: string[]; pattern?: string }

/** Returns the schema of an agent that declares nothing. */
function plainSchema() {
  const { properties, additionalProperties } = contactJsonSchema(agentRules())
  return { properties: properties as Record<string, Property>, additionalProperties }
}

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
    expect(Object.keys(schema.properties as object)).toEqual([...CONTACT_FIELDS, 'consent', 'account_id', 'note'])
  })

  test('has the variable of an agent that declares one by the name of a field that came later', () => {
    const { properties } = contactJsonSchema(agentRules({ variables: [{ name: 'externalId', required: true }] }))
    expect(properties).toMatchObject({ externalId: { type: 'string', maxLength: 2_000, pattern: '\\S' } })
    expect(contactJsonSchema(agentRules()).properties).toMatchObject({
      externalId: { type: ['string', 'null'], maxLength: 255 },
    })
  })

  test('requires the email address when the agent sends email', () => {
    expect(contactJsonSchema(agentRules()).required).toEqual(['name', 'phoneNumber'])
    const steps = [{ stepType: 'EMAIL', delaySeconds: 0 }]
    const schema = contactJsonSchema(agentRules({ steps }))
    expect(schema.required).toEqual(['name', 'phoneNumber', 'toEmailAddress'])
    expect(schema.properties).toMatchObject({ toEmailAddress: { type: 'string', format: 'email', pattern: '\\S' } })
  })

  test('describes every field, with examples that are accepted', () => {
    const { properties, additionalProperties } = plainSchema()
    const prepared = prepareValidation({
      nowMs: Date.parse('2027-02-28T00:00:00Z'),
      agent: agentRules(),
      organization: { country: 'US', normalizationEnabled: false, premiumNumbersRefused: false },
      options: { bypassAllowedCallWindow: true },
    })
    const plain = { name: 'Ada', phoneNumber: '+12125550123' }
    for (const [field, { description, examples = [] }] of Object.entries(properties)) {
      expect(description, field).toMatch(/^[A-Z].+\.$/)
      expect(examples.length, field).toBeGreaterThan(0)
      for (const example of examples) {
        if (typeof example === 'string') expect(example.trim(), field).not.toBe('')
        expect(judgeContact({ ...plain, [field]: example }, prepared), `${field} ${example}`).toMatchObject({
          ok: true,
        })
      }
    }
    expect(additionalProperties).toMatchObject({
      anyOf: [{ type: 'string', maxLength: 2_000 }, { type: 'null' }],
      description: expect.stringMatching(/^A custom input variable\. .+\.$/),
    })
  })

  test.each(['', ' ', '1', ' 12 ', '12345678901'])('takes the extension %j as the rules do', (phoneNumberExt) => {
    const { properties } = plainSchema()
    const prepared = prepareValidation({
      nowMs: NOW_MS,
      agent: agentRules(),
      organization: { country: 'US', normalizationEnabled: false, premiumNumbersRefused: false },
      options: {},
    })
    const { ok } = judgeContact({ name: 'Ada', phoneNumber: '+12125550123', phoneNumberExt }, prepared)
    expect(new RegExp(properties.phoneNumberExt?.pattern ?? '').test(phoneNumberExt)).toBe(ok)
  })

  test.each(['one', '123456789012', '1 2', '12;'])('refuses the extension %j', (phoneNumberExt) => {
    expect(new RegExp(plainSchema().properties.phoneNumberExt?.pattern ?? '').test(phoneNumberExt)).toBe(false)
  })

  test('is told from what is no JSON Schema of an object', () => {
    const schema = contactJsonSchema(agentRules())
    expect(contactSchemaAnswerSchema.parse(schema)).toEqual(schema)
    for (const other of [{}, { ...schema, type: 'array' }, { ...schema, $schema: undefined }]) {
      expect(contactSchemaAnswerSchema.safeParse(other).success).toBe(false)
    }
  })

  test.each(['name', 'phoneNumber'])('refuses a blank %s', (field) => {
    const { properties } = plainSchema()
    const pattern = new RegExp(properties[field]?.pattern ?? '')
    expect(['', ' ', '\t'].some((blank) => pattern.test(blank))).toBe(false)
    expect(pattern.test(' a ')).toBe(true)
  })

  test('is JSON', () => {
    const schema = contactJsonSchema(agentRules())
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })
})
