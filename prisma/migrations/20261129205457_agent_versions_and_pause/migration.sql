-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "agent_versions" (
    "agent_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,
    "changed" TEXT[],
    "restored_from" INTEGER,
    "settings" JSONB NOT NULL,

    CONSTRAINT "agent_versions_pkey" PRIMARY KEY ("agent_id","number")
);

-- AddForeignKey
ALTER TABLE "agent_versions" ADD CONSTRAINT "agent_versions_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "agent_versions" ALTER COLUMN "changed" SET NOT NULL;

-- What there is becomes the first version of each agent.
INSERT INTO "agent_versions" ("agent_id", "number", "organization_id", "changed_at", "changed_by", "changed", "settings")
SELECT "id", 1, "organization_id", "updated_at", 'Setup', '{}', jsonb_build_object(
    'name', "name", 'fromNumber', "from_number", 'timezones', to_jsonb("timezones"), 'callWindows', "call_windows",
    'variables', "variables", 'steps', "steps", 'outcomes', "outcomes", 'creditsPerContact', "credits_per_contact",
    'lines', "lines", 'chainAdvance', "chain_advance", 'dialer', "dialer", 'dialerUrl', "dialer_url")
FROM "agents";

-- How many calls an agent has made since a moment, and when the last: ids begin with the moment.
CREATE INDEX "calls_agent_id_id_idx" ON "calls"("agent_id", "id");
