import '@/ui/zod-without-eval'
import { serveJudge } from './judge-pool'

// The page opens a channel between this worker and the worker with the table, and sends one of its ports here.
self.addEventListener('message', ({ data }: MessageEvent<MessagePort>) => serveJudge(data), { once: true })
