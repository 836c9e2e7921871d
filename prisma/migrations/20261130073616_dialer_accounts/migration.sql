-- Who makes the calls of an agent stands in a row of its own, which agents share. An agent keeps its dialer, with the
-- same address and the same secret.

-- CreateTable
CREATE TABLE "dialer_accounts" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT,
    "credentials" TEXT,
    "secret" TEXT,
    "old_secret" TEXT,
    "old_secret_until" TIMESTAMPTZ(3),
    "events_token" TEXT,
    "events_token_hash" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "state_reason" TEXT,
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lines" INTEGER,
    "calls_per_second" INTEGER,
    "checked" JSONB,
    "checked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "dialer_accounts_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "dialer_accounts_state_check" CHECK ("state" IN ('connected', 'failing', 'off'))
);

-- CreateIndex
CREATE UNIQUE INDEX "dialer_accounts_events_token_hash_key" ON "dialer_accounts"("events_token_hash");

-- CreateIndex
CREATE INDEX "dialer_accounts_organization_id_created_at_idx" ON "dialer_accounts"("organization_id", "created_at");

-- One simulated account is all that an organization needs, and whoever looks for it finds one.
CREATE UNIQUE INDEX "dialer_accounts_simulated_key" ON "dialer_accounts" ("organization_id") WHERE "kind" = 'simulated';

-- AddForeignKey
ALTER TABLE "dialer_accounts" ADD CONSTRAINT "dialer_accounts_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "dialer_accounts" ("id", "organization_id", "kind", "name", "created_by")
SELECT gen_random_uuid(), "organization_id", 'simulated', 'Simulated dialer', 'Rollcall'
FROM "agents" WHERE "dialer" <> 'webhook' GROUP BY "organization_id";

-- A secret that is not sealed yet is marked as such: the key to seal it with is not the database's to know. The background
-- seals it within minutes.
INSERT INTO "dialer_accounts" ("id", "organization_id", "kind", "name", "url", "secret", "created_by")
SELECT gen_random_uuid(), "organization_id", 'webhook',
  left(coalesce(substring("dialer_url" FROM '^[a-z]+://([^/?#]+)'), 'Webhook') || ' (' || min("name") || ')', 200),
  "dialer_url", 'clear.' || "dialer_secret", 'Rollcall'
FROM "agents" WHERE "dialer" = 'webhook' GROUP BY "organization_id", "dialer_url", "dialer_secret";

-- AlterTable
ALTER TABLE "agents"
ADD COLUMN     "dialer_account_id" UUID,
ADD COLUMN     "remote_agent_id" TEXT,
ADD COLUMN     "remote_number_id" TEXT,
ADD COLUMN     "analysis_outcomes" JSONB NOT NULL DEFAULT '[]';

UPDATE "agents" SET "dialer_account_id" = account."id"
FROM "dialer_accounts" account
WHERE account."organization_id" = "agents"."organization_id"
  AND CASE WHEN "agents"."dialer" = 'webhook'
    THEN account."kind" = 'webhook' AND account."url" IS NOT DISTINCT FROM "agents"."dialer_url"
      AND account."secret" = 'clear.' || "agents"."dialer_secret"
    ELSE account."kind" = 'simulated' END;

ALTER TABLE "agents" ALTER COLUMN "dialer_account_id" SET NOT NULL,
DROP COLUMN "dialer",
DROP COLUMN "dialer_secret",
DROP COLUMN "dialer_url";

-- CreateIndex
CREATE INDEX "agents_dialer_account_id_idx" ON "agents"("dialer_account_id");

-- AddForeignKey
ALTER TABLE "agents" ADD CONSTRAINT "agents_dialer_account_id_fkey" FOREIGN KEY ("dialer_account_id") REFERENCES "dialer_accounts"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "dialer_account_id" UUID;

-- Which dialer may have calls that are under way is known as long as nobody could give their agents another one.
UPDATE "calls" SET "dialer_account_id" = agent."dialer_account_id"
FROM "agents" agent, "batches" batch
WHERE agent."id" = "calls"."agent_id" AND batch."id" = "calls"."batch_id" AND NOT batch."simulated"
  AND "calls"."status" IN ('requested', 'placed', 'ended') AND "calls"."attempted_at" IS NOT NULL;
