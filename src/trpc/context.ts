/** What a procedure knows of its request; who sent it is found out by the procedure, once for each call of a batch. */
export type Context = { headers: Headers; resHeaders: Headers }

export function createContext({ req, resHeaders }: { req: Request; resHeaders: Headers }): Context {
  return { headers: req.headers, resHeaders }
}
