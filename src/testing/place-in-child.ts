import { placeCalls } from '@/domain/calls/place-calls'

// node --import tsx src/testing/place-in-child.ts <call ids>
//
// Asks dialers for calls in a process that a test can kill while it does.

await placeCalls({ callIds: process.argv.slice(2) })
process.exit(0)
