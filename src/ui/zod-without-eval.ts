// zod compiles schemas with `new Function` where it may, and finds out by trying, which our policy reports as an attempt.
// In a worker this has to be the first import. A page is told by a script in its head (src/app/layout.tsx).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
