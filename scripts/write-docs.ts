import { readFileSync, writeFileSync } from 'node:fs'
import { withApiParts } from '@/rest/docs/api-parts'

// `npm run docs`: writes into docs/api.md what it repeats of the declared routes, codes and examples.
const file = new URL('../docs/api.md', import.meta.url)
writeFileSync(file, withApiParts(readFileSync(file, 'utf8')))
