-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "calls_per_minute" INTEGER,
ADD COLUMN     "broken_off" JSONB,
ADD COLUMN     "ramp_started_at" TIMESTAMPTZ(3);

-- Whether many calls of an agent have failed lately, which every dispatch asks.
CREATE INDEX "calls_failed_idx" ON "calls" ("agent_id", "ended_at") WHERE "result_type" = 'Failed';
