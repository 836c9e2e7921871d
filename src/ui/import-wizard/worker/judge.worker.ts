import '@/ui/zod-without-eval'
import { serveJudge } from './judge-pool'

// The page opens a channel between this worker and the one that holds the table, and hands one end of it over.
self.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => serveJudge(data), { once: true })
