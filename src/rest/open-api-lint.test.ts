import { createConfig, lintFromString } from '@redocly/openapi-core'
import spectral, { type RulesetDefinition } from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import { expect, it } from 'vitest'
import { apiDocument } from './endpoint-table'

const document = JSON.stringify(apiDocument('https://rollcall.example'))

it('has no warning of Redocly, by its recommended rules', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: document, absoluteRef: 'openapi.json', config })
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
}, 30_000)

it('has no warning of Spectral, by all rules that it recommends for OpenAPI', async () => {
  const linter = new spectral.Spectral()
  // The types of its rule set are of another version than those of its linter.
  linter.setRuleset({ extends: [[rulesets.oas as unknown as RulesetDefinition, 'recommended']] })
  const problems = await linter.run(document)
  expect(problems.map(({ code, message, path }) => [code, message, path.join('.')])).toEqual([])
}, 30_000)
