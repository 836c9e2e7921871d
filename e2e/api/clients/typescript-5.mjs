import { register } from 'node:module'

// Generators of clients write with the compiler of TypeScript 5, whose API TypeScript 7 does not have any more.
register(new URL('./typescript-5-hooks.mjs', import.meta.url))
