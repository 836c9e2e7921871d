import { readFileSync, writeFileSync } from 'node:fs'
import { withApiParts } from '@/rest/docs/api-parts'
import { withRuleParts } from './calling-rules/rule-parts'

// `npm run docs`: writes into documents what they repeat of declarations: routes, codes and examples into docs/api.md, the
// tables of rules into docs/calling-rules.md.
rewrite('api.md', withApiParts)
rewrite('calling-rules.md', withRuleParts)

function rewrite(name: string, withParts: (text: string) => string): void {
  const file = new URL(`../docs/${name}`, import.meta.url)
  writeFileSync(file, withParts(readFileSync(file, 'utf8')))
}
