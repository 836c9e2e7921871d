// zod tests by trial whether it may compile schemas with `new Function`, and the content security policy reports each
// trial. In a worker this must be the first import. A page is told by a script in its head (src/app/layout.tsx).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
