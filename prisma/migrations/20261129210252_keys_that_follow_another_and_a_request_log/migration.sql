-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "replaced_by" UUID;

-- A crash forgets what was logged, which harms nobody; a request then costs no write-ahead log.
CREATE UNLOGGED TABLE "request_log" (
    "id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_log_pkey" PRIMARY KEY ("api_key_id","id")
);

-- For the filters of the audit log's page.
CREATE INDEX "audit_log_organization_id_action_at_id_idx" ON "audit_log"("organization_id", "action", "at", "id");

CREATE INDEX "audit_log_organization_id_actor_id_at_id_idx" ON "audit_log"("organization_id", "actor_id", "at", "id");
